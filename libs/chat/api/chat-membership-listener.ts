import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import type { RoomEvent as EventView } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { RoomEventAppended, viewOfEvent } from '@visionary/rooms';
import { MembershipHandler } from '../use-cases/membership-handler.js';

/** Who comes has read what was said before; who goes is called no more. In the transaction in which it happens. */
@Injectable()
export class ChatMembershipListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly follow: MembershipHandler,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(RoomEventAppended, ({ event }) => this.hear(viewOfEvent(event)));
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.follow.gone(userId));
  }

  private async hear(event: EventView): Promise<void> {
    if (event.type === 'rooms.joined') await this.follow.joined(event.roomId, event.payload.user.id, event.seq);
    if (event.type === 'rooms.left') await this.follow.left(event.roomId, event.payload.user.id);
  }
}
