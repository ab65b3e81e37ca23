import { Injectable } from '@nestjs/common';
import type { RoomCard, RoomEvent as EventView, RoomView } from '@visionary/contract';
import { Presence } from '@visionary/platform/realtime';
import { Directs } from '../domain/directs.js';
import { People, type Person } from '../domain/person.js';
import type { RoomEvent } from '../domain/room-event.js';
import type { Room } from '../domain/room.js';
import { SharedNames } from '../usecases/shared-names.js';
import { RoomParts } from './room-parts.js';

/** Whoever appends an event answers for its payload being the contract's. */
export const viewOfEvent = (event: RoomEvent): EventView => event as EventView;

/** Rooms as people see them. */
@Injectable()
export class RoomViews {
  private readonly names: SharedNames;

  constructor(
    people: People,
    private readonly directs: Directs,
    private readonly presence: Presence,
    private readonly parts: RoomParts,
  ) {
    this.names = new SharedNames(people);
  }

  /** Somebody shows another name or picture from now on. */
  forgetNames(): void {
    this.names.forget();
  }

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

  /** In the order of the rooms. */
  async ofMany(rooms: readonly Room[]): Promise<RoomView[]> {
    const pairs = await this.directs.pairsOf(rooms.filter(({ kind }) => kind === 'direct').map(({ id }) => id));
    const ids = new Set([...rooms.map(({ ownerId }) => ownerId), ...[...pairs.values()].flat()]);
    const personOf = await this.names.of(ids);
    return rooms.map((room) => viewOf(room, personOf, pairs.get(room.id)));
  }
}

const viewOf = (room: Room, personOf: (id: string) => Person, pair: readonly string[] = []): RoomView => {
  const { id, name, topic, visibility, language, createdAt, newcomers, archivedAt } = room;
  return {
    ...{ id, name, topic, visibility, language, createdAt, newcomers },
    owner: personOf(room.ownerId),
    ...(archivedAt !== null && { archivedAt }),
    ...(pair.length > 0 && { direct: pair.map(personOf) }),
  };
};
