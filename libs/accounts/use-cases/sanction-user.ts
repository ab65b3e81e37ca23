import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, Accounts, type AccountRole } from '../domain/account.js';
import { OwnStateChanged } from '../domain/user.js';
import { isActive, UserSanctioned, type Sanctions } from '../domain/sanctions.js';
import { userCacheTag } from '../domain/subjects.js';

/** For the slice that decides about users: what is kept from somebody. Their sockets and sessions follow on every node. */
@Injectable()
export class SanctionUser {
  constructor(
    private readonly accounts: Accounts,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Inside a transaction, first of all: nobody else changes what they are until its end. Null where they are gone. */
  async hold(userId: string): Promise<({ readonly role: AccountRole } & Sanctions) | null> {
    const account = await this.accounts.hold(userId);
    return account && { role: account.role, ...sanctionsOf(account) };
  }

  /** Inside a transaction; nothing where they are gone. @throws Rejection ACCOUNTS_LAST_ADMIN: somebody must be able to come in */
  async run(userId: string, sanctions: Sanctions): Promise<void> {
    const held = await this.accounts.hold(userId);
    if (!held) return;
    const now = this.clock.now();
    if (held.role === 'admin' && isActive(sanctions.bannedUntil, now)) await this.requireAnotherAdmin(userId, now);
    this.work.invalidate(userCacheTag(userId));
    await this.accounts.change(userId, sanctions);
    this.work.publish(new UserSanctioned(userId, sanctions, now));
    this.work.publish(new OwnStateChanged(userId, 'account'));
  }

  private async requireAnotherAdmin(userId: string, now: number): Promise<void> {
    const admins = await this.accounts.holdAdmins();
    const others = admins.filter(({ id, bannedUntil }) => id !== userId && !isActive(bannedUntil, now));
    if (others.length === 0) throw new Rejection('ACCOUNTS_LAST_ADMIN');
  }
}

const sanctionsOf = ({ mutedUntil, bannedUntil }: Account): Sanctions => ({ mutedUntil, bannedUntil });
