import { Injectable } from '@nestjs/common';
import { NotificationsRead } from '@visionary/accounts';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { Notifications } from '../../domain/comments/notifications.js';

/** Somebody has seen what the feed told them. */
@Injectable()
export class MarkNotificationsRead {
  constructor(
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param ids undefined: all of them */
  async run(userId: string, ids: readonly string[] | undefined): Promise<void> {
    await this.unitOfWork.run(async () => {
      const any = await this.notifications.read(userId, ids, this.clock.now());
      if (any) this.unitOfWork.publish(new NotificationsRead([userId]));
    });
  }
}
