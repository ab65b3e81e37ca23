import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { Accounts } from '../domain/account.js';
import { NotificationOptOuts, type NotificationCategory } from '../domain/notifications.js';
import { OwnStateChanged } from '../domain/user.js';

/** Somebody says which kinds of news reach them, on all their pages. */
@Injectable()
export class SetNotificationPreference {
  constructor(
    private readonly accounts: Accounts,
    private readonly declined: NotificationOptOuts,
    private readonly work: UnitOfWork,
  ) {}

  /** @throws Rejection UNAUTHENTICATED for somebody who has just left */
  async run(userId: string, choice: NotificationCategory, on: boolean): Promise<void> {
    await this.work.run(async () => {
      // Held, so that nothing is chosen for somebody who leaves in this moment.
      if (!(await this.accounts.hold(userId))) throw new Rejection('UNAUTHENTICATED');
      await (on ? this.declined.optIn(userId, choice) : this.declined.optOut(userId, choice));
      this.work.publish(new OwnStateChanged(userId, 'choices'));
    });
  }
}
