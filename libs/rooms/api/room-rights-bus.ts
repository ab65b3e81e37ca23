import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { type LeaveKind, RoomRightsChanged } from '../domain/room-event.js';

export interface RoomRightsMessage {
  readonly roomId: string;
  /** Null: everybody's. */
  readonly userId: string | null;
  readonly how: LeaveKind | null;
}
interface Published extends RoomRightsMessage {
  readonly nodeId: string;
}
type Listener = (news: RoomRightsMessage) => void;

const TOPIC = 'rooms.rights';

/** What anybody may do in a room has changed: told on this node in the moment of the commit, on the others over the bus. */
@Injectable()
export class RoomRightsBus implements OnModuleInit {
  private readonly logger = new Logger('Rooms');
  private readonly forgetting: Listener[] = [];
  private readonly acting: Listener[] = [];

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<Published>(TOPIC, ({ nodeId, ...news }) => {
      if (nodeId !== this.bus.nodeId) this.tell(news);
    });
    this.events.afterCommit(RoomRightsChanged, ({ roomId, userId, how }) => {
      const news = { roomId, userId, how };
      // Here at once: the very next command may need the new right.
      this.tell(news);
      this.bus.publish(TOPIC, { ...news, nodeId: this.bus.nodeId } satisfies Published);
    });
  }

  /** For what remembers rights: it forgets before anybody acts. */
  onForget(listener: Listener): void {
    this.forgetting.push(listener);
  }

  onChange(listener: Listener): void {
    this.acting.push(listener);
  }

  private tell(news: RoomRightsMessage): void {
    for (const listener of [...this.forgetting, ...this.acting]) {
      try {
        listener(news);
      } catch (error) {
        this.logger.error(`News of rights in ${news.roomId} failed`, error instanceof Error ? error.stack : error);
      }
    }
  }
}
