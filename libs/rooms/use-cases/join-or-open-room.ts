import { Injectable } from '@nestjs/common';
import { Clock, DataLoader, isRejection, Rejection } from '@visionary/kernel';
import type { User } from '../domain/user.js';
import { type RoomMembershipRow, type Role, roleIn, type Room } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';
import { JoinRoom } from './join-room.js';

export interface Entered {
  readonly room: Room;
  readonly role: Role;
  /** Whoever is signed in, unless the room takes no more. */
  readonly isMember: boolean;
  /** Null, or in the future. */
  readonly mutedUntil: number | null;
}

interface Arrival {
  readonly roomId: string;
  readonly userId: string | null;
}

/** Somebody comes into a room: whoever is signed in belongs to a public one from then on, unless it is archived. */
@Injectable()
export class JoinOrOpenRoom {
  /** Who come back after an outage come together. */
  private readonly places = new DataLoader<Arrival, RoomMembershipRow | null>((arrivals) => this.placesOf(arrivals));

  constructor(
    private readonly rooms: Rooms,
    private readonly joinRoom: JoinRoom,
    private readonly clock: Clock,
  ) {}

  /**
   * @param user null for a visitor
   * @throws Rejection ROOMS_NOT_FOUND, also for a private room of others, ROOMS_BANNED, ROOMS_FULL
   */
  async run(roomId: string, user: User | null): Promise<Entered> {
    const found = await this.look(roomId, user);
    const { room } = found;
    if (found.isMember || !user || room.archivedAt !== null || !(await this.join(room, user))) return found;
    return { ...found, role: room.defaultRole, isMember: true };
  }

  /** What somebody may do there at this moment, as the database has it; nobody becomes a member. @throws as `run`, but for ROOMS_FULL */
  async look(roomId: string, user: User | null): Promise<Entered> {
    const place = await this.places.load({ roomId, userId: user?.id ?? null });
    if (place?.isBanned) throw new Rejection('ROOMS_BANNED');
    const role = place && roleIn(place);
    if (!place || !role) throw new Rejection('ROOMS_NOT_FOUND');
    return { room: place.room, role, isMember: place.stored !== null, mutedUntil: this.stillMuted(place) };
  }

  private async placesOf(arrivals: readonly Arrival[]): Promise<(arrival: Arrival) => RoomMembershipRow | null> {
    const found = new Map<string, (userId: string | null) => RoomMembershipRow | null>();
    for (const [roomId, inRoom] of Map.groupBy(arrivals, (arrival) => arrival.roomId)) {
      const userIds = inRoom.map(({ userId }) => userId);
      found.set(roomId, await this.rooms.findPlaces(roomId, userIds));
    }
    return ({ roomId, userId }) => found.get(roomId)?.(userId) ?? null;
  }

  /** @returns false where it was archived in this moment: it can be read all the same */
  private async join({ id: roomId, defaultRole: role }: Room, user: User): Promise<boolean> {
    try {
      await this.joinRoom.run({ roomId, user, role });
      return true;
    } catch (error) {
      if (isRejection(error, 'ROOMS_ARCHIVED')) return false;
      throw error;
    }
  }

  private stillMuted({ mutedUntil }: RoomMembershipRow): number | null {
    return mutedUntil !== null && mutedUntil > this.clock.now() ? mutedUntil : null;
  }
}
