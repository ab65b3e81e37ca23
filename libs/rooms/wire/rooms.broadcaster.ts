import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Presence } from '@visionary/platform/realtime';
import { RoomEventAppended } from '../domain/room-event.js';
import { NewestEvents } from '../usecases/newest-events.js';
import { Coalescer } from './coalescer.js';
import { viewOfEvent } from './room-views.js';

const PRESENCE_EVERY_MS = 150;

/** The one voice of rooms: what was logged, after its commit, and who is here. */
@Injectable()
export class RoomsBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly comings = new Coalescer(PRESENCE_EVERY_MS, (roomId) =>
    this.broadcast.toRoomHere(roomId, 'rooms.present', { roomId, presence: this.presence.of(roomId) }),
  );

  constructor(
    private readonly events: DomainEvents,
    private readonly broadcast: Broadcast,
    private readonly presence: Presence,
    private readonly bus: Bus,
    private readonly newest: NewestEvents,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RoomEventAppended, ({ event }) => this.broadcast.log(viewOfEvent(event)));
    this.presence.onChange((roomId) => this.comings.touch(roomId));
    this.bus.onRecovered(() => void this.showGaps());
  }

  onApplicationShutdown(): void {
    this.comings.stop();
  }

  /** What other nodes said while the line was cut is in the log: its newest event lets every page see what it lacks, and ask. */
  private async showGaps(): Promise<void> {
    for (const event of await this.newest.run(this.broadcast.roomsHere)) this.broadcast.logHere(viewOfEvent(event));
  }
}
