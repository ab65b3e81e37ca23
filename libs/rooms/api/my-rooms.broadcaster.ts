import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { RoomRightsChanged } from '../domain/room-event.js';

/** Whoever comes to belong to a room, or no more, or differently: all pages of theirs read their rooms anew. */
@Injectable()
export class MyRoomsBroadcaster implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RoomRightsChanged, ({ userId }) => {
      if (userId !== null) this.broadcast.toUser(userId, 'me.stateChanged', { what: 'rooms' });
    });
  }
}
