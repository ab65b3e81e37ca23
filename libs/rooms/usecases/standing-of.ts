import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { type Place, type Role, roleIn, type Room } from '../domain/room.js';
import { Members, Rooms } from '../domain/rooms.js';

export interface StandingInRoom {
  readonly room: Room;
  readonly role: Role;
  readonly isMember: boolean;
  readonly isBanned: boolean;
  readonly mutedUntil: number | null;
  /** In a direct room: the other is gone, or one of the two has blocked the other. */
  readonly isUnreachable: boolean;
}

/** What somebody is in a room. */
@Injectable()
export class StandingOf {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly blocks: Blocks,
  ) {}

  /** @returns null where there is no such room or it must not be seen; who is banned may know. */
  async run(personId: string | null, roomId: string): Promise<StandingInRoom | null> {
    const place = await this.rooms.findPlace(roomId, personId);
    if (!place) return null;
    const { room, stored, isBanned, mutedUntil } = place;
    const role = roleIn(place) ?? (isBanned ? 'viewer' : null);
    if (!role) return null;
    const isUnreachable = personId !== null && (await this.isUnreachable(personId, place));
    return { room, role, isMember: stored !== null, isBanned, mutedUntil, isUnreachable };
  }

  private async isUnreachable(personId: string, { room, stored, partnerId }: Place): Promise<boolean> {
    if (room.kind !== 'direct' || !stored || partnerId === null) return false;
    if ((await this.members.roleOf(room.id, partnerId)) === null) return true;
    return this.blocks.between(personId, partnerId);
  }
}
