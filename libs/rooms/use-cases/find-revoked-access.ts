import { Injectable } from '@nestjs/common';
import { Members, Rooms } from '../domain/rooms.js';
import { Sanctions } from '../domain/sanctions.js';

/** Why a page can no longer be in a room; null: it can. */
export type RevocationReason = 'banned' | 'hidden' | 'no member' | null;

/** Which of those who are in a room have still a right to be. */
@Injectable()
export class FindRevokedAccess {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly sanctions: Sanctions,
  ) {}

  /** Three queries, however many users. @returns the answer for each of them, and with null for a visitor */
  async run(roomId: string, userIds: readonly string[]): Promise<(userId: string | null) => RevocationReason> {
    const [room, members, banned] = await Promise.all([
      this.rooms.find(roomId),
      this.members.among(roomId, userIds),
      this.sanctions.bannedAmong(roomId, userIds),
    ]);
    return (userId) => {
      if (!room) return 'hidden';
      if (userId !== null && banned.has(userId)) return 'banned';
      if (userId !== null && members.has(userId)) return null;
      if (room.visibility === 'private') return 'hidden';
      // Whoever is signed in came into it as a member, but for an archived room, which takes no more.
      return userId === null || room.archivedAt !== null ? null : 'no member';
    };
  }
}
