import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type AccountRole, Accounts } from '../domain/account.js';
import { MineChanged } from '../domain/person.js';
import { personSubject } from '../domain/subjects.js';

/** An admin says what somebody is here. */
@Injectable()
export class ChangeRole {
  constructor(
    private readonly accounts: Accounts,
    private readonly work: UnitOfWork,
  ) {}

  /** @throws Rejection FORBIDDEN unless `byId` is an admin, PEOPLE_NOT_FOUND, ACCOUNTS_LAST_ADMIN */
  async run(byId: string, accountId: string, role: AccountRole): Promise<void> {
    const work = async () => {
      // All are held: two admins cannot take the right from each other at once and leave nobody.
      const admins = await this.accounts.holdAdmins();
      if (!admins.some(({ id }) => id === byId)) throw new Rejection('FORBIDDEN');
      const account = await this.accounts.hold(accountId);
      if (!account) throw new Rejection('PEOPLE_NOT_FOUND');
      const isLast = account.role === 'admin' && role !== 'admin' && admins.length === 1;
      if (isLast) throw new Rejection('ACCOUNTS_LAST_ADMIN');
      await this.accounts.change(accountId, { role });
      this.work.announce(new MineChanged(accountId, 'account'));
    };
    await this.work.run(work, [personSubject(accountId)]);
  }
}
