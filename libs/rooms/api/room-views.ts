import { Injectable } from '@nestjs/common';
import type { RoomCard, RoomEvent as EventView, RoomView } from '@visionary/contract';
import { Presence } from '@visionary/platform/realtime';
import { DirectRooms } from '../domain/direct-rooms.js';
import { Users, type User } from '../domain/user.js';
import type { RoomEvent } from '../domain/room-event.js';
import type { Room } from '../domain/room.js';
import { UserNameCache } from '../use-cases/user-name-cache.js';
import { RoomDataProviders } from './room-data-providers.js';

/** Whoever appends an event answers for its payload being the contract's. */
export const viewOfEvent = (event: RoomEvent): EventView => event as EventView;

/** Rooms as users see them. */
@Injectable()
export class RoomViews {
  private readonly names: UserNameCache;

  constructor(
    users: Users,
    private readonly directRooms: DirectRooms,
    private readonly presence: Presence,
    private readonly parts: RoomDataProviders,
  ) {
    this.names = new UserNameCache(users);
  }

  /** Somebody shows another name or image from now on. */
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
    const [views, factsOf] = await Promise.all([this.ofMany(rooms), this.parts.lobbyCards(rooms.map(({ id }) => id))]);
    return views.map((room) => ({ room, presence: this.presence.of(room.id), ...factsOf(room.id) }));
  }

  /** In the order of the rooms. */
  async ofMany(rooms: readonly Room[]): Promise<RoomView[]> {
    const pairs = await this.directRooms.pairsOf(rooms.filter(({ kind }) => kind === 'direct').map(({ id }) => id));
    const ids = new Set([...rooms.map(({ ownerId }) => ownerId), ...[...pairs.values()].flat()]);
    const userOf = await this.names.of(ids);
    return rooms.map((room) => viewOf(room, userOf, pairs.get(room.id)));
  }
}

const viewOf = (room: Room, userOf: (id: string) => User, pair: readonly string[] = []): RoomView => {
  const { id, name, topic, visibility, language, createdAt, defaultRole, archivedAt } = room;
  return {
    ...{ id, name, topic, visibility, language, createdAt, defaultRole },
    owner: userOf(room.ownerId),
    ...(archivedAt !== null && { archivedAt }),
    ...(pair.length > 0 && { direct: pair.map(userOf) }),
  };
};
