import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Blocks } from '../domain/blocks.js';
import { ListSessions } from '../usecases/list-sessions.js';
import { People } from '../usecases/people.js';

/** Where AccountPart takes its facts from. */
@Injectable()
export class AccountSources {
  constructor(
    private readonly blocks: Blocks,
    private readonly people: People,
    private readonly listSessions: ListSessions,
    private readonly blobs: BlobStore,
  ) {}

  async blocked(personId: string): Promise<{ id: string; name: string }[]> {
    const ids = await this.blocks.of(personId);
    const found = await this.people.byIds(ids);
    return ids.map((id) => ({ id, name: found.get(id)?.name ?? '' }));
  }

  async sessions(personId: string): Promise<object[]> {
    const sessions = await this.listSessions.run(personId);
    return sessions.map(({ createdAt, lastSeenAt, userAgent, address }) => ({
      createdAt: new Date(createdAt).toISOString(),
      lastSeenAt: new Date(lastSeenAt).toISOString(),
      ...{ userAgent, address },
    }));
  }

  async *picture(key: string): AsyncIterable<Uint8Array> {
    const blob = await this.blobs.open(key);
    if (blob) yield* blob.stream as AsyncIterable<Uint8Array>;
  }
}
