import { Injectable } from '@nestjs/common';
import { Clock, Gathering, isRejection, Rejection } from '@visionary/kernel';
import type { Person } from '../domain/person.js';
import { type Place, type Role, roleIn, type Room } from '../domain/room.js';
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
  readonly personId: string | null;
}

/** Somebody comes into a room: whoever is signed in belongs to a public one from then on, unless it is archived. */
@Injectable()
export class EnterRoom {
  /** Who come back after an outage come together. */
  private readonly places = new Gathering<Arrival, Place | null>((arrivals) => this.placesOf(arrivals));

  constructor(
    private readonly rooms: Rooms,
    private readonly joinRoom: JoinRoom,
    private readonly clock: Clock,
  ) {}

  /**
   * @param person null for a visitor
   * @throws Rejection ROOMS_NOT_FOUND, also for a private room of others, ROOMS_BANNED, ROOMS_FULL
   */
  async run(roomId: string, person: Person | null): Promise<Entered> {
    const found = await this.look(roomId, person);
    const { room } = found;
    if (found.isMember || !person || room.archivedAt !== null || !(await this.join(room, person))) return found;
    return { ...found, role: room.newcomers, isMember: true };
  }

  /** What somebody may do there at this moment, as the database has it; nobody becomes a member. @throws as `run`, but for ROOMS_FULL */
  async look(roomId: string, person: Person | null): Promise<Entered> {
    const place = await this.places.put({ roomId, personId: person?.id ?? null });
    if (place?.isBanned) throw new Rejection('ROOMS_BANNED');
    const role = place && roleIn(place);
    if (!place || !role) throw new Rejection('ROOMS_NOT_FOUND');
    return { room: place.room, role, isMember: place.stored !== null, mutedUntil: this.stillMuted(place) };
  }

  private async placesOf(arrivals: readonly Arrival[]): Promise<(arrival: Arrival) => Place | null> {
    const found = new Map<string, (personId: string | null) => Place | null>();
    for (const [roomId, inRoom] of Map.groupBy(arrivals, (arrival) => arrival.roomId)) {
      const personIds = inRoom.map(({ personId }) => personId);
      found.set(roomId, await this.rooms.findPlaces(roomId, personIds));
    }
    return ({ roomId, personId }) => found.get(roomId)?.(personId) ?? null;
  }

  /** @returns false where it was archived in this moment: it can be read all the same */
  private async join({ id: roomId, newcomers: role }: Room, person: Person): Promise<boolean> {
    try {
      await this.joinRoom.run({ roomId, person, role });
      return true;
    } catch (error) {
      if (isRejection(error, 'ROOMS_ARCHIVED')) return false;
      throw error;
    }
  }

  private stillMuted({ mutedUntil }: Place): number | null {
    return mutedUntil !== null && mutedUntil > this.clock.now() ? mutedUntil : null;
  }
}
