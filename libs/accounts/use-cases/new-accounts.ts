import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { Accounts } from '../storage/accounts.js';

const HOUR_MS = 3_600_000;

/** Whose account is new, which lowers limits. Moderators and admins never count as new. */
@Injectable()
export class NewAccounts {
  constructor(
    private readonly accounts: Accounts,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async has(userId: string): Promise<boolean> {
    const account = await this.accounts.byId(userId);
    return account?.role === 'member' && this.clock.now() - account.createdAt < this.config.newAccountHours * HOUR_MS;
  }
}
