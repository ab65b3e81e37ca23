import { Injectable } from '@nestjs/common';
import { Accounts } from '../domain/account.js';

/** What somebody wants to see, for those who know no more of them than who they are. */
@Injectable()
export class SensitiveContentPreferences {
  constructor(private readonly accounts: Accounts) {}

  /** @param personId null for a visitor */
  async seesOnlySafe(userId: string | null): Promise<boolean> {
    return userId === null || (await this.accounts.byId(userId))?.sensitiveContentMode === 'hide';
  }
}
