import { Injectable } from '@nestjs/common';
import { NotificationsRead } from '@visionary/accounts';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { Notifications } from '../domain/notifications.js';

/** Inside a unit of work: whoever reads a room has read what called them there. */
@Injectable()
export class ReadNotificationsOfRoom {
  constructor(
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run(roomId: string, userId: string, upToSeq: number): Promise<void> {
    const any = await this.notifications.readIn(roomId, userId, upToSeq, this.clock.now());
    if (any) this.unitOfWork.publish(new NotificationsRead([userId]));
  }
}
