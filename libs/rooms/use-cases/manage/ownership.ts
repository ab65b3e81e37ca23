import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Members, Rooms } from '../../domain/rooms.js';

/** Every room has an owner, several perhaps; the room names one of them. */
@Injectable()
export class Ownership {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
  ) {}

  /** Inside the transaction in which somebody's role changed. @throws Rejection ROOMS_LAST_OWNER */
  async settle(roomId: string): Promise<void> {
    const room = await this.rooms.find(roomId);
    if (!room) throw new Rejection('ROOMS_NOT_FOUND');
    const owners = (await this.members.list(roomId)).filter(({ role }) => role === 'owner');
    const [longest] = owners;
    if (!longest) throw new Rejection('ROOMS_LAST_OWNER');
    if (!owners.some(({ userId }) => userId === room.ownerId)) await this.rooms.setOwner(roomId, longest.userId);
  }
}
