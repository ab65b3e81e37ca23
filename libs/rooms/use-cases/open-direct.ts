import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { DirectRoomExistsError, DirectRooms } from '../domain/direct-rooms.js';
import { Users, type User } from '../domain/user.js';
import type { Room } from '../domain/room.js';
import { Rooms } from '../domain/rooms.js';
import { CreateDirectRoom } from './create-direct-room.js';

/** The room in which two users talk alone: the one they have, or a new one. */
@Injectable()
export class OpenDirect {
  constructor(
    private readonly directRooms: DirectRooms,
    private readonly rooms: Rooms,
    private readonly users: Users,
    private readonly blocks: Blocks,
    private readonly openNew: CreateDirectRoom,
  ) {}

  /** @throws Rejection INVALID for oneself, USERS_NOT_FOUND, USERS_BLOCKED where either has blocked the other */
  async run(user: User, otherId: string): Promise<Room> {
    if (user.id === otherId) throw new Rejection('INVALID', { field: 'userId', reason: 'that is you' });
    const other = (await this.users.byIds([otherId])).get(otherId);
    if (!other) throw new Rejection('USERS_NOT_FOUND');
    if (await this.blocks.isBlocked(user.id, otherId)) throw new Rejection('USERS_BLOCKED');
    const known = await this.known(user.id, otherId);
    if (known) return known;
    try {
      return await this.openNew.run(user, other);
    } catch (error) {
      // The other one began at the same moment.
      const theirs = error instanceof DirectRoomExistsError ? await this.known(user.id, otherId) : null;
      if (!theirs) throw error;
      return theirs;
    }
  }

  private async known(userId: string, otherId: string): Promise<Room | null> {
    const roomId = await this.directRooms.between(userId, otherId);
    return roomId === null ? null : this.rooms.find(roomId);
  }
}
