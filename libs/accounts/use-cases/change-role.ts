import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type AccountRole, Accounts } from '../domain/account.js';
import { OwnStateChanged } from '../domain/user.js';
import { userCacheTag } from '../domain/subjects.js';

/** An admin says what somebody is here. */
@Injectable()
export class ChangeRole {
  constructor(
    private readonly accounts: Accounts,
    private readonly work: UnitOfWork,
  ) {}

  /** @throws Rejection FORBIDDEN unless `byId` is an admin, USERS_NOT_FOUND, ACCOUNTS_LAST_ADMIN */
  async run(byId: string, accountId: string, role: AccountRole): Promise<void> {
    const work = async () => {
      // All are held: two admins cannot take the right from each other at once and leave nobody.
      const admins = await this.accounts.holdAdmins();
      if (!admins.some(({ id }) => id === byId)) throw new Rejection('FORBIDDEN');
      const account = await this.accounts.hold(accountId);
      if (!account) throw new Rejection('USERS_NOT_FOUND');
      const isLast = account.role === 'admin' && role !== 'admin' && admins.length === 1;
      if (isLast) throw new Rejection('ACCOUNTS_LAST_ADMIN');
      await this.accounts.change(accountId, { role });
      this.work.publish(new OwnStateChanged(accountId, 'account'));
    };
    await this.work.run(work, [userCacheTag(accountId)]);
  }
}
