import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import type { RoomCard, RoomEvent as EventView, RoomView } from '@visionary/contract';
import { USER_CHANGED_TOPIC } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { Presence } from '@visionary/platform/realtime';
import type { Room } from '../domain/room.js';
import type { RoomEvent } from '../domain/room-event.js';
import type { User } from '../domain/user.js';
import { RoomsService } from '../use-cases/rooms.service.js';
import { RoomDataProviders } from './room-data-providers.js';
import { UserNameCache } from './user-name-cache.js';

/** The caller that appends an event guarantees that its payload matches the contract. */
export const viewOfEvent = (event: RoomEvent): EventView => event as EventView;

/** Rooms as users see them. */
@Injectable()
export class RoomViews implements OnModuleInit {
  private readonly names: UserNameCache;

  constructor(
    users: Users,
    private readonly rooms: RoomsService,
    private readonly presence: Presence,
    private readonly providers: RoomDataProviders,
    private readonly bus: Bus,
  ) {
    this.names = new UserNameCache(users);
  }

  onModuleInit(): void {
    this.bus.subscribe(USER_CHANGED_TOPIC, () => this.names.clear());
  }

  async of(room: Room): Promise<RoomView> {
    const [view] = await this.ofMany([room]);
    return view as RoomView;
  }

  /** Lobby cards, in the order of the rooms. @param readerId null: for anyone */
  async cards(rooms: readonly Room[], readerId: string | null): Promise<RoomCard[]> {
    if (rooms.length === 0) return [];
    const [views, cardDataOf] = await Promise.all([
      this.ofMany(rooms),
      this.providers.lobbyCards(rooms.map(({ id }) => id)),
    ]);
    return views.map((room) => ({ room, presence: this.presence.cardOf(room.id, readerId), ...cardDataOf(room.id) }));
  }

  /** In the order of the rooms. */
  async ofMany(rooms: readonly Room[]): Promise<RoomView[]> {
    const directIds = rooms.filter(({ kind }) => kind === 'direct').map(({ id }) => id);
    const [pairs, requesters] = [await this.rooms.directPairs(directIds), await this.rooms.requestersOf(directIds)];
    const ids = new Set([...rooms.map(({ ownerId }) => ownerId), ...[...pairs.values()].flat()]);
    const userOf = await this.names.of(ids);
    return rooms.map((room) => viewOf(room, userOf, pairs.get(room.id), requesters.get(room.id)));
  }
}

const viewOf = (
  room: Room,
  userOf: (id: string) => User,
  pair: readonly string[] = [],
  requestBy?: string,
): RoomView => {
  const { id, name, topic, visibility, language, createdAt, defaultRole, ownRenderersOnly, archivedAt } = room;
  return {
    id,
    name,
    topic,
    visibility,
    language,
    createdAt,
    defaultRole,
    ownRenderersOnly,
    owner: userOf(room.ownerId),
    ...(archivedAt !== null && { archivedAt }),
    ...(pair.length > 0 && { direct: pair.map(userOf) }),
    ...(requestBy !== undefined && { requestBy }),
  };
};
