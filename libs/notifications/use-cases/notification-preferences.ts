import { Injectable } from '@nestjs/common';
import { OwnStateChanged, Users } from '@visionary/accounts';
import { NOTIFICATION_CATEGORIES, type NotificationCategory } from '@visionary/contract';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { NotificationOptOuts } from '../storage/notification-opt-outs.js';

/** Which notification categories a user gets. */
@Injectable()
export class NotificationPreferences {
  constructor(
    private readonly users: Users,
    private readonly optOuts: NotificationOptOuts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async of(userId: string): Promise<Record<NotificationCategory, boolean>> {
    const optOuts = await this.optOuts.of(userId);
    const preferences = NOTIFICATION_CATEGORIES.map((category) => [category, !optOuts.has(category)]);
    return Object.fromEntries(preferences) as Record<NotificationCategory, boolean>;
  }

  /** @throws Rejection UNAUTHENTICATED when the account is deleted */
  async set(userId: string, category: NotificationCategory, on: boolean): Promise<void> {
    await this.unitOfWork.run(async () => {
      // Locked, so the account cannot be deleted meanwhile and leave a preference behind.
      if (!(await this.users.hold([userId])).has(userId)) throw new Rejection('UNAUTHENTICATED');
      await (on ? this.optOuts.optIn(userId, category) : this.optOuts.optOut(userId, category));
      this.unitOfWork.publish(new OwnStateChanged(userId, 'choices'));
    });
  }
}
