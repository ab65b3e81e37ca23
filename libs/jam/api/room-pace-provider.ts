import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HOUSE_ROOM_ID } from '@visionary/contract';
import { RoomPaces } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Presence } from '@visionary/platform/realtime';
import { RoomPaceChanged } from '../domain/events.js';
import { HOUSE_PACE_MS } from '../domain/house-prompts.js';
import { RoomPaceService } from '../use-cases/room-pace.service.js';

const TOPIC = 'jam.pace';

/** Tells generation the pace of a room, which depends on who watches. The house room is there to be watched. */
@Injectable()
export class RoomPaceProvider implements OnModuleInit {
  constructor(
    private readonly paces: RoomPaces,
    private readonly pace: RoomPaceService,
    private readonly presence: Presence,
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.paces.register((roomId) => this.msOf(roomId));
    this.presence.onChange((roomId) => this.paces.changed(roomId));
    this.events.afterCommit(RoomPaceChanged, ({ roomId }) => this.bus.publish(TOPIC, roomId));
    this.bus.subscribe(TOPIC, (roomId: string) => this.paces.changed(roomId));
  }

  private async msOf(roomId: string): Promise<number> {
    if (roomId === HOUSE_ROOM_ID) return HOUSE_PACE_MS;
    const { users, visitors, away } = this.presence.of(roomId);
    // Those who are away do not watch.
    return 1_000 * (await this.pace.of(roomId, users.length - away.length + visitors));
  }
}
