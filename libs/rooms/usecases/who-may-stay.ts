import { Injectable } from '@nestjs/common';
import { Members, Rooms } from '../domain/rooms.js';
import { Sanctions } from '../domain/sanctions.js';

/** Why a page can no longer be in a room; null: it can. */
export type Ousting = 'banned' | 'hidden' | 'no member' | null;

/** Which of those who are in a room have still a right to be. */
@Injectable()
export class WhoMayStay {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly sanctions: Sanctions,
  ) {}

  /** Three queries, however many people. @returns the answer for each of them, and with null for a visitor */
  async run(roomId: string, personIds: readonly string[]): Promise<(personId: string | null) => Ousting> {
    const [room, members, banned] = await Promise.all([
      this.rooms.find(roomId),
      this.members.among(roomId, personIds),
      this.sanctions.bannedAmong(roomId, personIds),
    ]);
    return (personId) => {
      if (!room) return 'hidden';
      if (personId !== null && banned.has(personId)) return 'banned';
      if (personId !== null && members.has(personId)) return null;
      if (room.visibility === 'private') return 'hidden';
      // Whoever is signed in came into it as a member, but for an archived room, which takes no more.
      return personId === null || room.archivedAt !== null ? null : 'no member';
    };
  }
}
