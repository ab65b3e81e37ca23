import { Injectable } from '@nestjs/common';
import { Accounts } from '../storage/accounts.js';

/** Sensitive content preferences, for callers that know only a user id. */
@Injectable()
export class SensitiveContentPreferences {
  constructor(private readonly accounts: Accounts) {}

  /** @param userId null for a visitor */
  async hidesSensitiveContent(userId: string | null): Promise<boolean> {
    return userId === null || (await this.accounts.byId(userId))?.sensitiveContentMode === 'hide';
  }

  /** Those of the users who hide sensitive content. One query. */
  async hidingAmong(userIds: readonly string[]): Promise<ReadonlySet<string>> {
    const accounts = await this.accounts.byIds([...new Set(userIds)]);
    return new Set(accounts.filter((account) => account.sensitiveContentMode === 'hide').map(({ id }) => id));
  }
}
