import { Injectable } from '@nestjs/common';
import { NOTIFICATION_CATEGORIES, type NotificationCategory } from '@visionary/contract';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { OwnStateChanged } from '../domain/user.js';
import { Accounts } from '../storage/accounts.js';
import { NotificationOptOuts } from '../storage/notification-opt-outs.js';

/** Which notification categories a user gets. */
@Injectable()
export class NotificationPreferences {
  constructor(
    private readonly accounts: Accounts,
    private readonly optOuts: NotificationOptOuts,
    private readonly work: UnitOfWork,
  ) {}

  async of(userId: string): Promise<Record<NotificationCategory, boolean>> {
    const optOuts = await this.optOuts.of(userId);
    const preferences = NOTIFICATION_CATEGORIES.map((category) => [category, !optOuts.has(category)]);
    return Object.fromEntries(preferences) as Record<NotificationCategory, boolean>;
  }

  /** @throws Rejection UNAUTHENTICATED when the account is deleted */
  async set(userId: string, category: NotificationCategory, on: boolean): Promise<void> {
    await this.work.run(async () => {
      // Locked, so the account cannot be deleted meanwhile and leave a preference behind.
      if (!(await this.accounts.lock(userId))) throw new Rejection('UNAUTHENTICATED');
      await (on ? this.optOuts.optIn(userId, category) : this.optOuts.optOut(userId, category));
      this.work.publish(new OwnStateChanged(userId, 'choices'));
    });
  }
}
