import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Accounts } from '../domain/account.js';
import { jsonFile, PersonalData, type PersonalFile, type PersonalPart } from '../domain/personal-data.js';
import { AccountSources } from './account-sources.js';

/** What this slice keeps of a person: the account, where it is signed in, whom it blocks, its picture. */
@Injectable()
export class AccountPart implements PersonalPart, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalData,
    private readonly accounts: Accounts,
    private readonly sources: AccountSources,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    const account = await this.accounts.byId(personId);
    if (!account) return;
    const { id, name, shownName, language, theme, sight, role, createdAt, picture, about } = account;
    const blocked = await this.sources.blocked(id);
    const shown = { id, signInName: name, shownName: shownName ?? name, language, theme, sight, role, about };
    yield jsonFile('account.json', async () => ({ ...shown, createdAt: new Date(createdAt).toISOString(), blocked }));
    yield jsonFile('sessions.json', () => this.sources.sessions(id));
    if (picture !== null) yield { name: 'picture.webp', content: () => this.sources.picture(picture) };
  }
}
