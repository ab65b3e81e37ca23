import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Person } from '../domain/person.js';
import { type Role, roleIn, type Room } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';
import { JoinRoom } from './join-room.js';

/** Somebody comes into a room: whoever is signed in may write in a public one from then on. */
@Injectable()
export class EnterRoom {
  constructor(
    private readonly rooms: Rooms,
    private readonly joinRoom: JoinRoom,
  ) {}

  /** @param person null for a visitor. @throws Rejection ROOMS_NOT_FOUND, also for a private room of others */
  async run(roomId: string, person: Person | null): Promise<{ room: Room; role: Role }> {
    const found = await this.rooms.findWithRole(roomId, person?.id ?? null);
    const role = found && roleIn(found.room, found.stored);
    if (!found || !role) throw new Rejection('ROOMS_NOT_FOUND');
    if (!person || found.stored) return { room: found.room, role };
    await this.joinRoom.run(roomId, person);
    return { room: found.room, role: 'editor' };
  }
}
