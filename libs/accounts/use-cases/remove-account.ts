import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { AccountDeleted } from '../domain/account-deleted.js';
import { type Account, Accounts } from '../domain/account.js';
import { UserChanged } from '../domain/user.js';
import { userCacheTag } from '../domain/subjects.js';
import { EndSessions } from './end-sessions.js';

/** Takes an account out of the instance, with all that the other slices keep of it alone. */
@Injectable()
export class RemoveAccount {
  constructor(
    private readonly accounts: Accounts,
    private readonly endSessions: EndSessions,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @param known as it was when its password was looked at
   * @returns the account as it was in the end
   * @throws Rejection ACCOUNTS_WRONG_PASSWORD when it changed meanwhile, ACCOUNTS_LAST_ADMIN
   */
  async run({ id, passwordHash }: Account): Promise<Account> {
    const work = async () => {
      const held = await this.accounts.hold(id);
      if (held?.passwordHash !== passwordHash) throw new Rejection('ACCOUNTS_WRONG_PASSWORD');
      if (held.role === 'admin' && (await this.accounts.holdAdmins()).length === 1) {
        throw new Rejection('ACCOUNTS_LAST_ADMIN');
      }
      await this.endSessions.all(id, null);
      await this.accounts.remove(id);
      this.work.publish(new AccountDeleted(id, this.clock.now()));
      this.work.publish(new UserChanged({ id, name: '' }));
      return held;
    };
    return this.work.run(work, [userCacheTag(id)]);
  }
}
