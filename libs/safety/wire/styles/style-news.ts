import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { StyleChanged } from '../../domain/styles/styles.js';

const TOPIC = 'safety.style';

/** Whoever sees what is added to prompts is told that it is another, on every node. */
@Injectable()
export class StyleNews implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(StyleChanged, ({ roomId }) => this.bus.publish(TOPIC, { roomId }));
    this.bus.subscribe<{ roomId: string | null }>(TOPIC, ({ roomId }) => this.tell(roomId));
  }

  private tell(roomId: string | null): void {
    if (roomId === null) this.broadcast.toAllHere('safety.styleChanged', {});
    else this.broadcast.toRoomHere(roomId, 'safety.styleChanged', { roomId });
  }
}
