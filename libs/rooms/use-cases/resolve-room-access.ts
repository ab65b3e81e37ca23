import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { type RoomMembershipRow, type Role, roleIn, type Room } from '../domain/room.js';
import { Members, Rooms } from '../domain/rooms.js';

export interface RoomAccessDetails {
  readonly room: Room;
  readonly role: Role;
  readonly isMember: boolean;
  readonly isBanned: boolean;
  readonly mutedUntil: number | null;
  /** In a direct room: the other is gone, or one of the two has blocked the other. */
  readonly isBlocked: boolean;
}

/** What somebody is in a room. */
@Injectable()
export class ResolveRoomAccess {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly blocks: Blocks,
  ) {}

  /** @returns null where there is no such room or it must not be seen; who is banned may know. */
  async run(userId: string | null, roomId: string): Promise<RoomAccessDetails | null> {
    const place = await this.rooms.findPlace(roomId, userId);
    if (!place) return null;
    const { room, stored, isBanned, mutedUntil } = place;
    const role = roleIn(place) ?? (isBanned ? 'viewer' : null);
    if (!role) return null;
    const isBlocked = userId !== null && (await this.isUnreachable(userId, place));
    return { room, role, isMember: stored !== null, isBanned, mutedUntil, isBlocked };
  }

  private async isUnreachable(userId: string, { room, stored, otherUserId }: RoomMembershipRow): Promise<boolean> {
    if (room.kind !== 'direct' || !stored || otherUserId === null) return false;
    if ((await this.members.roleOf(room.id, otherUserId)) === null) return true;
    return this.blocks.isBlocked(userId, otherUserId);
  }
}
