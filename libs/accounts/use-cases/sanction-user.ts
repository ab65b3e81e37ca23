import { Injectable } from '@nestjs/common';
import type { AccountRole } from '@visionary/contract';
import { Clock, isActive, Rejection, type Sanctions, UnitOfWork } from '@visionary/kernel';
import { OwnStateChanged, userCacheTag, UserSanctioned } from '../domain/user.js';
import { Accounts } from '../storage/accounts.js';

/** Stores the sanctions of a user, for the slice that decides them. Sockets and sessions follow on every node. */
@Injectable()
export class SanctionUser {
  constructor(
    private readonly accounts: Accounts,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Inside a transaction, before any other lock: locks the account. @returns null for a deleted user */
  async hold(userId: string): Promise<({ readonly role: AccountRole } & Sanctions) | null> {
    const account = await this.accounts.lock(userId);
    return account && { role: account.role, mutedUntil: account.mutedUntil, bannedUntil: account.bannedUntil };
  }

  /** Inside a transaction. Does nothing for a deleted user. @throws Rejection ACCOUNTS_LAST_ADMIN for a ban of the last admin */
  async run(userId: string, sanctions: Sanctions): Promise<void> {
    const account = await this.accounts.lock(userId);
    if (!account) return;
    const now = this.clock.now();
    if (account.role === 'admin' && isActive(sanctions.bannedUntil, now)) await this.requireAnotherAdmin(userId, now);
    this.unitOfWork.invalidate(userCacheTag(userId));
    await this.accounts.change(userId, sanctions);
    this.unitOfWork.publish(new UserSanctioned(userId, sanctions, now));
    this.unitOfWork.publish(new OwnStateChanged(userId, 'account'));
  }

  private async requireAnotherAdmin(userId: string, now: number): Promise<void> {
    const admins = await this.accounts.lockAdmins();
    const others = admins.filter(({ id, bannedUntil }) => id !== userId && !isActive(bannedUntil, now));
    if (others.length === 0) throw new Rejection('ACCOUNTS_LAST_ADMIN');
  }
}
