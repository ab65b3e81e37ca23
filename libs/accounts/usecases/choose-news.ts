import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { Accounts } from '../domain/account.js';
import { DeclinedNews, type NewsChoice } from '../domain/news.js';
import { MineChanged } from '../domain/person.js';

/** Somebody says which kinds of news reach them, on all their pages. */
@Injectable()
export class ChooseNews {
  constructor(
    private readonly accounts: Accounts,
    private readonly declined: DeclinedNews,
    private readonly work: UnitOfWork,
  ) {}

  /** @throws Rejection UNAUTHENTICATED for somebody who has just left */
  async run(personId: string, choice: NewsChoice, on: boolean): Promise<void> {
    await this.work.run(async () => {
      // Held, so that nothing is chosen for somebody who leaves in this moment.
      if (!(await this.accounts.hold(personId))) throw new Rejection('UNAUTHENTICATED');
      await (on ? this.declined.want(personId, choice) : this.declined.decline(personId, choice));
      this.work.announce(new MineChanged(personId, 'choices'));
    });
  }
}
