import { Injectable } from '@nestjs/common';
import { NotificationsRead } from '@visionary/accounts';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { ReadStateChanged } from '../domain/read-states.js';
import { Notifications } from '../domain/notifications.js';

/** Somebody has seen what messages want of them. */
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
      const rooms = await this.notifications.read(userId, ids, this.clock.now());
      for (const roomId of rooms) this.unitOfWork.publish(new ReadStateChanged(roomId, userId));
      if (rooms.length) this.unitOfWork.publish(new NotificationsRead([userId]));
    });
  }
}
