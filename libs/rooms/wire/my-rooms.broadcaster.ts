import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { RightsChanged } from '../domain/room-event.js';

/** Whoever comes to belong to a room, or no more, or differently: all pages of theirs read their rooms anew. */
@Injectable()
export class MyRoomsBroadcaster implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RightsChanged, ({ personId }) => {
      if (personId !== null) this.broadcast.toPerson(personId, 'me.changed', { what: 'rooms' });
    });
  }
}
