import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import {
  jsonFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from '../domain/personal-data-exporters.js';
import { AccountsService } from '../use-cases/accounts.service.js';
import { BlocksService } from '../use-cases/blocks.service.js';
import { SessionsService } from '../use-cases/sessions.service.js';
import { Users } from '../use-cases/users.js';

/** Exports the account, its sessions, blocks and avatar. */
@Injectable()
export class AccountExporter implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly accounts: AccountsService,
    private readonly blocks: BlocksService,
    private readonly sessions: SessionsService,
    private readonly users: Users,
    private readonly blobs: BlobStore,
  ) {}

  onModuleInit(): void {
    this.exporters.add(this);
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    const account = await this.accounts.byId(userId);
    if (!account) return;
    const { id, name, shownName, language, theme, sensitiveContentMode, role, createdAt, image, bio } = account;
    const blocked = await this.blockedUsers(id);
    const exported = {
      id,
      username: name,
      name: shownName ?? name,
      language,
      theme,
      sensitiveContentMode,
      role,
      bio,
      createdAt: new Date(createdAt).toISOString(),
      blocked,
    };
    yield jsonFile('account.json', async () => exported);
    yield jsonFile('sessions.json', () => this.sessionsOf(id));
    if (image !== null) yield { name: 'image.webp', content: () => this.blobContent(image) };
  }

  private async blockedUsers(userId: string): Promise<{ id: string; name: string }[]> {
    const ids = await this.blocks.blockedBy(userId);
    const users = await this.users.byIds(ids);
    return ids.map((id) => ({ id, name: users.get(id)?.name ?? '' }));
  }

  private async sessionsOf(userId: string): Promise<object[]> {
    const sessions = await this.sessions.list(userId);
    return sessions.map(({ createdAt, lastSeenAt, userAgent, address }) => ({
      createdAt: new Date(createdAt).toISOString(),
      lastSeenAt: new Date(lastSeenAt).toISOString(),
      userAgent,
      address,
    }));
  }

  private async *blobContent(key: string): AsyncIterable<Uint8Array> {
    const blob = await this.blobs.open(key);
    if (blob) yield* blob.stream as AsyncIterable<Uint8Array>;
  }
}
