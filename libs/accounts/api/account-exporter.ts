import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isoTime } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import { jsonFile, PersonalDataExporters, storedFile, type ExportFile } from '../domain/personal-data-exporters.js';
import { AccountsService } from '../use-cases/accounts.service.js';
import { BlocksService } from '../use-cases/blocks.service.js';
import { SessionsService } from '../use-cases/sessions.service.js';
import { Users } from '../use-cases/users.js';

/** Exports the account, its sessions, blocks and avatar. */
@Injectable()
export class AccountExporter implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly accounts: AccountsService,
    private readonly blocks: BlocksService,
    private readonly sessions: SessionsService,
    private readonly users: Users,
    private readonly blobs: BlobStore,
  ) {}

  onModuleInit(): void {
    this.exporters.add((userId) => this.files(userId));
  }

  private async *files(userId: string): AsyncIterable<ExportFile> {
    const account = await this.accounts.byId(userId);
    if (!account) return;
    const { id, name, displayName, language, theme, sensitiveContentMode, role, createdAt, image, bio } = account;
    const blocked = await this.blockedUsers(id);
    const exported = {
      id,
      username: name,
      name: displayName ?? name,
      language,
      theme,
      sensitiveContentMode,
      role,
      bio,
      createdAt: isoTime(createdAt),
      blocked,
    };
    yield jsonFile('account.json', async () => exported);
    yield jsonFile('sessions.json', () => this.sessionsOf(id));
    if (image !== null) yield storedFile('image.webp', () => this.blobs.open(image));
  }

  private async blockedUsers(userId: string): Promise<{ id: string; name: string }[]> {
    const ids = await this.blocks.blockedBy(userId);
    const users = await this.users.byIds(ids);
    return ids.map((id) => ({ id, name: users.get(id)?.name ?? '' }));
  }

  private async sessionsOf(userId: string): Promise<object[]> {
    const sessions = await this.sessions.list(userId);
    return sessions.map(({ createdAt, lastSeenAt, userAgent, address }) => ({
      createdAt: isoTime(createdAt),
      lastSeenAt: isoTime(lastSeenAt),
      userAgent,
      address,
    }));
  }
}
