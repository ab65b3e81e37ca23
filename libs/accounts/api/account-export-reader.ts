import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Blocks } from '../domain/blocks.js';
import { ListSessions } from '../use-cases/list-sessions.js';
import { Users } from '../use-cases/users.js';

/** Where AccountExporter takes its facts from. */
@Injectable()
export class AccountExportReader {
  constructor(
    private readonly blocks: Blocks,
    private readonly users: Users,
    private readonly listSessions: ListSessions,
    private readonly blobs: BlobStore,
  ) {}

  async blocked(userId: string): Promise<{ id: string; name: string }[]> {
    const ids = await this.blocks.of(userId);
    const found = await this.users.byIds(ids);
    return ids.map((id) => ({ id, name: found.get(id)?.name ?? '' }));
  }

  async sessions(userId: string): Promise<object[]> {
    const sessions = await this.listSessions.run(userId);
    return sessions.map(({ createdAt, lastSeenAt, userAgent, address }) => ({
      createdAt: new Date(createdAt).toISOString(),
      lastSeenAt: new Date(lastSeenAt).toISOString(),
      ...{ userAgent, address },
    }));
  }

  async *image(key: string): AsyncIterable<Uint8Array> {
    const blob = await this.blobs.open(key);
    if (blob) yield* blob.stream as AsyncIterable<Uint8Array>;
  }
}
