import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle, Presence } from '@visionary/platform/realtime';
import { RoomEventAppended, RoomRightsChanged } from '../domain/room-event.js';
import { RoomLog } from '../storage/room-log.js';
import { viewOfEvent } from './room-views.js';

const PRESENCE_INTERVAL_MS = 150;
/** Names in presence lists sent to this node's sockets. In a room of a thousand users the interval grows. */
const MAX_NAMES_PER_SECOND = 100_000;

/** Broadcasts committed events and presence to rooms, and changed memberships to their users. */
@Injectable()
export class RoomsBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Rooms');
  private readonly presenceThrottle = new Throttle(
    (roomId) => this.presenceIntervalMs(roomId),
    (roomId) =>
      this.broadcast.toRoomLocally(roomId, 'rooms.presenceChanged', { roomId, presence: this.presence.viewOf(roomId) }),
  );

  constructor(
    private readonly events: DomainEvents,
    private readonly broadcast: Broadcast,
    private readonly presence: Presence,
    private readonly bus: Bus,
    private readonly log: RoomLog,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RoomEventAppended, ({ event }) => this.broadcast.log(viewOfEvent(event)));
    this.events.afterCommit(RoomRightsChanged, ({ userId }) => {
      if (userId !== null) this.broadcast.toUser(userId, 'me.stateChanged', { what: 'rooms' });
    });
    this.presence.onChange((roomId) => this.presenceThrottle.touch(roomId));
    this.bus.onRecovered(() => void this.showGaps());
  }

  onApplicationShutdown(): void {
    this.presenceThrottle.stop();
  }

  private presenceIntervalMs(roomId: string): number {
    const named = Math.min(this.presence.countOf(roomId), LIMITS.presentUsers);
    const names = named * this.broadcast.localRoomSize(roomId);
    return Math.max(PRESENCE_INTERVAL_MS, (names / MAX_NAMES_PER_SECOND) * 1_000);
  }

  /** Sends the newest event of each room, so clients find the gap of the outage and catch up. */
  private async showGaps(): Promise<void> {
    try {
      for (const event of await this.log.latest(this.broadcast.localRoomIds)) {
        this.broadcast.logLocally(viewOfEvent(event));
      }
    } catch (error) {
      // The database is down too. LogHeadBroadcaster tries again within seconds.
      this.logger.warn('Reading the newest events failed', error instanceof Error ? error : new Error(String(error)));
    }
  }
}
