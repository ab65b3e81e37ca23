import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LIMITS, type PresenceView, type UserView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { Gossip } from './gossip.js';
import { UserAvailability } from './user-availability.js';
import { type Occupancy, isSameOccupancy, RoomOccupancy } from './room-occupancy.js';

/** Everybody in a room: each user once however many tabs, with those who are away. Visitors are counted by socket. */
export interface RoomPresence {
  readonly users: readonly UserView[];
  readonly away: readonly string[];
  readonly visitors: number;
}

/** Presence by room, over all nodes. */
@Injectable()
export class Presence implements OnModuleInit, OnApplicationShutdown {
  private readonly localRooms = new Map<string, RoomOccupancy>();
  /** Ids of users who are away. */
  private readonly away = new Set<string>();
  /** Cached by room, until presence changes. */
  private readonly rooms = new Map<string, RoomPresence>();
  private readonly views = new Map<string, PresenceView>();
  private readonly listeners: ((roomId: string) => void)[] = [];
  private readonly gossip: Gossip<Occupancy>;

  constructor(
    @Inject(Bus) bus: Bus,
    @Inject(UserAvailability) private readonly userAvailability: UserAvailability,
  ) {
    const local = {
      keys: () => this.localRooms.keys(),
      of: (roomId: string) => this.localRooms.get(roomId)?.view() ?? null,
    };
    this.gossip = new Gossip<Occupancy>(bus, 'presence', local, isSameOccupancy, (roomId) => this.notify(roomId));
  }

  onModuleInit(): void {
    this.gossip.start();
    this.userAvailability.onChange((userId) => this.updateAvailability(userId));
  }

  onApplicationShutdown(): void {
    this.gossip.stop();
  }

  /** @param listener called with the room on every change of its presence, on any node */
  onChange(listener: (roomId: string) => void): void {
    this.listeners.push(listener);
  }

  enter(roomId: string, socketId: string, user: UserView | null): void {
    const occupancy = this.localRooms.get(roomId) ?? new RoomOccupancy();
    this.localRooms.set(roomId, occupancy);
    if (occupancy.enter(socketId, user)) this.gossip.touch(roomId);
  }

  leave(roomId: string, socketId: string): void {
    const occupancy = this.localRooms.get(roomId);
    if (!occupancy) return;
    const hasChanged = occupancy.leave(socketId);
    if (occupancy.isEmpty) this.localRooms.delete(roomId);
    if (hasChanged) this.gossip.touch(roomId);
  }

  /** Applies a changed name or avatar. */
  updateProfile(user: UserView): void {
    for (const [roomId, occupancy] of this.localRooms) if (occupancy.updateProfile(user)) this.gossip.touch(roomId);
  }

  /** Ordered by id. Returns the same object until something changes. */
  of(roomId: string): RoomPresence {
    const cached = this.rooms.get(roomId);
    if (cached) return cached;
    const presence = this.read(roomId);
    if (presence.users.length > 0 || presence.visitors > 0) this.rooms.set(roomId, presence);
    return presence;
  }

  /** What clients get: in a crowd, the names of a few. Returns the same object until something changes. */
  viewOf(roomId: string): PresenceView {
    const cached = this.views.get(roomId);
    if (cached) return cached;
    const view = shortened(this.of(roomId), LIMITS.presentUsers);
    if (this.rooms.has(roomId)) this.views.set(roomId, view);
    return view;
  }

  /** What a card of the lobby shows. @param readerId is named if present, so that a client can tell the others */
  cardOf(roomId: string, readerId: string | null = null): PresenceView {
    return shortened(this.of(roomId), LIMITS.presentUsersOnCard, readerId);
  }

  /** Number of users in its list. Users on several nodes may count twice. */
  countOf(roomId: string): number {
    return this.gossip.of(roomId).reduce((sum, { users }) => sum + users.length, 0);
  }

  /** True if any user or visitor is in the room, on any node. */
  isWatched(roomId: string): boolean {
    return this.gossip.of(roomId).some((room) => room.users.length + room.visitors > 0);
  }

  /** Like `isWatched`, but only this node's sockets. */
  hasLocalViewers(roomId: string): boolean {
    return this.localRooms.has(roomId);
  }

  private read(roomId: string): RoomPresence {
    const usersById = new Map<string, UserView>();
    let visitors = 0;
    for (const room of this.gossip.of(roomId)) {
      visitors += room.visitors;
      for (const user of room.users) usersById.set(user.id, user);
    }
    const users = [...usersById.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const away = users.map(({ id }) => id).filter((id) => this.userAvailability.of(id) === 'away');
    return { users, away, visitors };
  }

  /** Sockets report who joins and leaves. This handles users who become away or return. */
  private updateAvailability(userId: string): void {
    const isAway = this.userAvailability.of(userId) === 'away';
    if (isAway === this.away.has(userId)) return;
    if (isAway) this.away.add(userId);
    else this.away.delete(userId);
    for (const roomId of this.gossip.keys()) {
      const isPresent = this.gossip.of(roomId).some(({ users }) => users.some(({ id }) => id === userId));
      if (isPresent) this.notify(roomId);
    }
  }

  private notify(roomId: string): void {
    this.rooms.delete(roomId);
    this.views.delete(roomId);
    for (const listener of this.listeners) listener(roomId);
  }
}

/** Names at most `most` users: first the reader, then those who are not away. */
function shortened(
  { users, away, visitors }: RoomPresence,
  most: number,
  readerId: string | null = null,
): PresenceView {
  const isAway = new Set(away);
  const rankOf = ({ id }: UserView): number => (id === readerId ? 0 : isAway.has(id) ? 2 : 1);
  const listed = users.length <= most ? users : users.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, most);
  const unlisted = users.length - listed.length;
  const awayAndListed = listed.flatMap(({ id }) => (isAway.has(id) ? id : []));
  return {
    users: [...listed],
    ...(unlisted > 0 && { unlisted }),
    ...(awayAndListed.length > 0 && { away: awayAndListed }),
    visitors,
  };
}
