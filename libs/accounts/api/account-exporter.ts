import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Accounts } from '../domain/account.js';
import {
  jsonFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from '../domain/personal-data-exporters.js';
import { AccountExportReader } from './account-export-reader.js';

/** What this slice keeps of a user: the account, where it is signed in, whom it blocks, its image. */
@Injectable()
export class AccountExporter implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly accounts: Accounts,
    private readonly sources: AccountExportReader,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    const account = await this.accounts.byId(userId);
    if (!account) return;
    const { id, name, shownName, language, theme, sensitiveContentMode, role, createdAt, image, bio } = account;
    const blocked = await this.sources.blocked(id);
    const shown = {
      id,
      signInName: name,
      shownName: shownName ?? name,
      language,
      theme,
      sight: sensitiveContentMode,
      role,
      about: bio,
    };
    yield jsonFile('account.json', async () => ({ ...shown, createdAt: new Date(createdAt).toISOString(), blocked }));
    yield jsonFile('sessions.json', () => this.sources.sessions(id));
    if (image !== null) yield { name: 'image.webp', content: () => this.sources.image(image) };
  }
}
