import { Injectable } from '@nestjs/common';
import { NotificationsRead } from '@visionary/accounts';
import { UnitOfWork } from '@visionary/kernel';
import { ReadStateChanged, ReadStates } from '../domain/read-states.js';
import { Notifications } from '../domain/notifications.js';

/** Inside the transaction in which somebody comes to a room, leaves it, or leaves altogether. */
@Injectable()
export class MembershipHandler {
  constructor(
    private readonly readStates: ReadStates,
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async joined(roomId: string, userId: string, seq: number): Promise<void> {
    await this.readStates.raise(roomId, userId, seq);
    this.unitOfWork.publish(new ReadStateChanged(roomId, userId));
  }

  async left(roomId: string, userId: string): Promise<void> {
    await this.notifications.forgetUser(userId, roomId);
    this.unitOfWork.publish(new NotificationsRead([userId]));
  }

  async gone(userId: string): Promise<void> {
    await this.notifications.forgetUser(userId);
  }
}
