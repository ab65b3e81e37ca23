import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle, Presence } from '@visionary/platform/realtime';
import { RoomEventAppended } from '../domain/room-event.js';
import { LatestEvents } from '../use-cases/latest-events.js';
import { viewOfEvent } from './room-views.js';

const PRESENCE_EVERY_MS = 150;
/** Names that lists of who is here may carry to this node's sockets: a thousand users in one room hear of each other less often. */
const NAMES_A_SECOND = 100_000;

/** The one voice of rooms: what was logged, after its commit, and who is here. */
@Injectable()
export class RoomsBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Rooms');
  private readonly comings = new Throttle(
    (roomId) => this.presenceEveryMs(roomId),
    (roomId) =>
      this.broadcast.toRoomHere(roomId, 'rooms.presenceChanged', { roomId, presence: this.presence.of(roomId) }),
  );

  constructor(
    private readonly events: DomainEvents,
    private readonly broadcast: Broadcast,
    private readonly presence: Presence,
    private readonly bus: Bus,
    private readonly newest: LatestEvents,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RoomEventAppended, ({ event }) => this.broadcast.log(viewOfEvent(event)));
    this.presence.onChange((roomId) => this.comings.touch(roomId));
    this.bus.onRecovered(() => void this.showGaps());
  }

  onApplicationShutdown(): void {
    this.comings.stop();
  }

  private presenceEveryMs(roomId: string): number {
    const names = this.presence.countOf(roomId) * this.broadcast.sizeHere(roomId);
    return Math.max(PRESENCE_EVERY_MS, (names / NAMES_A_SECOND) * 1_000);
  }

  /** What other nodes said while the line was cut is in the log: its newest event lets every page see what it lacks, and ask. */
  private async showGaps(): Promise<void> {
    try {
      for (const event of await this.newest.run(this.broadcast.roomsHere)) this.broadcast.logHere(viewOfEvent(event));
    } catch (error) {
      // The database is away, too. LogHeadBroadcaster looks again in some seconds.
      this.logger.warn('Gaps could not be looked for', error instanceof Error ? error : new Error(String(error)));
    }
  }
}
