import { Injectable } from '@nestjs/common';
import { NotificationsRead } from '@visionary/accounts';
import { UnitOfWork } from '@visionary/kernel';
import { Notifications } from '../domain/notifications.js';

/** Inside the transaction that removes a message: whoever it called is called no more. */
@Injectable()
export class DeleteMentionNotifications {
  constructor(
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async run(messageId: string): Promise<void> {
    const told = await this.notifications.forgetMessage(messageId);
    if (told.length) this.unitOfWork.publish(new NotificationsRead(told));
  }
}
