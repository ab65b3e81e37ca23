import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { PromptPrefixChanged } from '../../domain/prompt-prefixes/prompt-prefix.js';

const TOPIC = 'safety.promptPrefixChanged';

/** Tells clients on every node that prompt prefixes changed. */
@Injectable()
export class PromptPrefixBroadcaster implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PromptPrefixChanged, ({ roomId }) => this.bus.publish(TOPIC, { roomId }));
    this.bus.subscribe<{ roomId: string | null }>(TOPIC, ({ roomId }) => {
      if (roomId === null) this.broadcast.toAllHere('safety.promptPrefixChanged', {});
      else this.broadcast.toRoomHere(roomId, 'safety.promptPrefixChanged', { roomId });
    });
  }
}
