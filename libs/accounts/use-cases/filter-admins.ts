import { Injectable } from '@nestjs/common';
import { Accounts } from '../domain/account.js';

/** Which of these users look after the instance, or after public rooms at least. */
@Injectable()
export class FilterAdmins {
  constructor(private readonly accounts: Accounts) {}

  async run(ids: readonly string[], least: 'moderator' | 'admin'): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const found = await this.accounts.byIds(ids);
    return new Set(found.filter(({ role }) => role === 'admin' || role === least).map(({ id }) => id));
  }
}
