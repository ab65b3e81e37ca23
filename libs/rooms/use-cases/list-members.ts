import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { deletedUser, Users, type User } from '../domain/user.js';
import { type Member, Members } from '../domain/rooms.js';
import { type Ban, Sanctions } from '../domain/sanctions.js';

export interface ListedMember extends Member {
  readonly user: User;
  /** Null, or in the future. */
  readonly mutedUntil: number | null;
}
export interface ListedBan extends Ban {
  readonly user: User;
  readonly by: User;
}

const BANS_AT_MOST = 500;

/** Who belongs to a room, and who is kept out of it. */
@Injectable()
export class ListMembers {
  constructor(
    private readonly members: Members,
    private readonly sanctions: Sanctions,
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  async run(roomId: string): Promise<ListedMember[]> {
    const members = await this.members.list(roomId);
    const mutes = await this.sanctions.mutesOf(roomId, this.clock.now());
    const users = await this.users.byIds(members.map(({ userId }) => userId));
    return members.map((member) => ({
      ...member,
      user: users.get(member.userId) ?? deletedUser(member.userId),
      mutedUntil: mutes.get(member.userId) ?? null,
    }));
  }

  /** The newest first. */
  async bans(roomId: string): Promise<ListedBan[]> {
    const bans = await this.sanctions.bansOf(roomId, BANS_AT_MOST);
    const users = await this.users.byIds([...new Set(bans.flatMap(({ userId, byId }) => [userId, byId]))]);
    const userOf = (id: string) => users.get(id) ?? deletedUser(id);
    return bans.map((ban) => ({ ...ban, user: userOf(ban.userId), by: userOf(ban.byId) }));
  }
}
