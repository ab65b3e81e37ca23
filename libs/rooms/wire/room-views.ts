import { Injectable } from '@nestjs/common';
import type { RoomCard, RoomEvent as EventView, RoomView } from '@visionary/contract';
import { Presence } from '@visionary/platform/realtime';
import { nobody, People } from '../domain/person.js';
import type { RoomEvent } from '../domain/room-event.js';
import type { Room } from '../domain/room.js';
import { RoomParts } from './room-parts.js';

/** Whoever appends an event answers for its payload being the contract's. */
export const viewOfEvent = (event: RoomEvent): EventView => event as EventView;

/** Rooms as people see them. */
@Injectable()
export class RoomViews {
  constructor(
    private readonly people: People,
    private readonly presence: Presence,
    private readonly parts: RoomParts,
  ) {}

  async of(room: Room): Promise<RoomView> {
    const [view] = await this.ofMany([room]);
    return view as RoomView;
  }

  /** Cards for the lobby, in the order of the rooms. */
  async cards(rooms: readonly Room[]): Promise<RoomCard[]> {
    if (rooms.length === 0) return [];
    const [views, factsOf] = await Promise.all([this.ofMany(rooms), this.parts.cards(rooms.map(({ id }) => id))]);
    return views.map((room) => ({ room, presence: this.presence.of(room.id), ...factsOf(room.id) }));
  }

  private async ofMany(rooms: readonly Room[]): Promise<RoomView[]> {
    const owners = await this.people.byIds(rooms.map(({ ownerId }) => ownerId));
    return rooms.map(({ id, name, topic, visibility, language, createdAt, ownerId }) => {
      const owner = owners.get(ownerId) ?? nobody(ownerId);
      return { id, name, topic, visibility, language, createdAt, owner };
    });
  }
}
