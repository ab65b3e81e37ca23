import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { type LeaveKind, RoomRightsChanged } from '../domain/room-event.js';

export interface RoomRightsMessage {
  readonly roomId: string;
  /** Null: all users. */
  readonly userId: string | null;
  readonly leaveKind: LeaveKind | null;
}
interface BusMessage extends RoomRightsMessage {
  readonly nodeId: string;
}
type Listener = (message: RoomRightsMessage) => void;

const TOPIC = 'rooms.rights';

/** Publishes changed room rights: on this node at the commit, on other nodes over the bus. */
@Injectable()
export class RoomRightsBus implements OnModuleInit {
  private readonly logger = new Logger('Rooms');
  private readonly forgetListeners: Listener[] = [];
  private readonly changeListeners: Listener[] = [];

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<BusMessage>(TOPIC, ({ nodeId, ...message }) => {
      if (nodeId !== this.bus.nodeId) this.notify(message);
    });
    this.events.afterCommit(RoomRightsChanged, ({ roomId, userId, leaveKind }) => {
      const message = { roomId, userId, leaveKind };
      // Synchronous on this node, because the next command may need the new right.
      this.notify(message);
      this.bus.publish(TOPIC, { ...message, nodeId: this.bus.nodeId } satisfies BusMessage);
    });
  }

  /** For caches of rights. They are cleared before `onChange` listeners run. */
  onForget(listener: Listener): void {
    this.forgetListeners.push(listener);
  }

  onChange(listener: Listener): void {
    this.changeListeners.push(listener);
  }

  private notify(message: RoomRightsMessage): void {
    for (const listener of [...this.forgetListeners, ...this.changeListeners]) {
      try {
        listener(message);
      } catch (error) {
        this.logger.error(`Applying rights in ${message.roomId} failed`, error instanceof Error ? error.stack : error);
      }
    }
  }
}
