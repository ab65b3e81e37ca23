import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import type { RoomEvent } from '@visionary/contract';
import { DomainEvents, UnitOfWork } from '@visionary/kernel';
import { Notifications } from '@visionary/notifications';
import { RoomEventAppended, viewOfEvent } from '@visionary/rooms';
import { ReadStateChanged } from '../domain/read-states.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlReadStates } from '../storage/sql-read-states.js';

/**
 * Marks a room as read for a user who joins, withdraws the notifications of a user who leaves, and erases the hidden messages of a
 * deleted account, inside the transaction of the event.
 */
@Injectable()
export class MembershipListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly readStates: SqlReadStates,
    private readonly notifications: Notifications,
    private readonly messages: SqlMessages,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(RoomEventAppended, ({ event }) => this.handle(viewOfEvent(event)));
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.messages.eraseHidden(userId));
  }

  private async handle(event: RoomEvent): Promise<void> {
    if (event.type === 'rooms.joined') {
      const userId = event.payload.user.id;
      await this.readStates.raise(event.roomId, userId, event.seq);
      this.unitOfWork.publish(new ReadStateChanged(event.roomId, userId));
    }
    if (event.type === 'rooms.left') {
      await this.notifications.withdraw({ userId: event.payload.user.id, roomId: event.roomId });
    }
  }
}
