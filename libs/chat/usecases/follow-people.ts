import { Injectable } from '@nestjs/common';
import { NewsRead } from '@visionary/accounts';
import { UnitOfWork } from '@visionary/kernel';
import { MarkMoved, Marks } from '../domain/marks.js';
import { Notifications } from '../domain/notifications.js';

/** Inside the transaction in which somebody comes to a room, leaves it, or leaves altogether. */
@Injectable()
export class FollowPeople {
  constructor(
    private readonly marks: Marks,
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async joined(roomId: string, personId: string, seq: number): Promise<void> {
    await this.marks.raise(roomId, personId, seq);
    this.unitOfWork.announce(new MarkMoved(roomId, personId));
  }

  async left(roomId: string, personId: string): Promise<void> {
    await this.notifications.forgetPerson(personId, roomId);
    this.unitOfWork.announce(new NewsRead([personId]));
  }

  async gone(personId: string): Promise<void> {
    await this.notifications.forgetPerson(personId);
  }
}
