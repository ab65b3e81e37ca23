import { Injectable } from '@nestjs/common';
import type { Role } from '@visionary/contract';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { Join, Member } from '../domain/room.js';

/** Who is a member of which room. */
@Injectable()
export class Members {
  constructor(private readonly database: Database) {}

  /**
   * Earlier messages count as read.
   * @param isInvited whether the user accepted an invitation
   * @returns false, without a change, for a user who is a member already
   */
  async add(roomId: string, userId: string, role: Role, joinedAt: number, isInvited = false): Promise<boolean> {
    const read_seq = sql<number>`(select last_seq from room where id = ${roomId})`;
    const isPrivate = sql<number>`(select case when visibility = 'private' then 1 else 0 end from room where id = ${roomId})`;
    const joined_privately = isInvited ? isPrivate : 0;
    const row = { room_id: roomId, user_id: userId, role, joined_at: joinedAt, joined_privately, read_seq };
    try {
      await this.database.insertInto('room_member').values(row).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** The log has at this seq that the member joined. */
  async setJoinedSeq(roomId: string, userId: string, joined_seq: number): Promise<void> {
    const member = this.database.updateTable('room_member').set({ joined_seq }).where('room_id', '=', roomId);
    await member.where('user_id', '=', userId).execute();
  }

  /** The last joins that the log has, of those who are still members, oldest first. */
  async lastJoins(roomId: string, limit: number): Promise<Join[]> {
    const members = this.ofRoom(roomId).select(['user_id', 'joined_at', 'joined_seq']);
    const rows = await members.where('joined_seq', 'is not', null).orderBy('joined_seq', 'desc').limit(limit).execute();
    return rows.reverse().map((row) => ({ userId: row.user_id, at: row.joined_at, seq: row.joined_seq ?? 0 }));
  }

  /** @returns whether the user was a member */
  async remove(roomId: string, userId: string): Promise<boolean> {
    const member = this.database.deleteFrom('room_member').where('room_id', '=', roomId).where('user_id', '=', userId);
    return (await member.executeTakeFirst()).numDeletedRows > 0n;
  }

  async setRole(roomId: string, userId: string, role: Role): Promise<void> {
    const member = this.database.updateTable('room_member').set({ role }).where('room_id', '=', roomId);
    await member.where('user_id', '=', userId).execute();
  }

  async roleOf(roomId: string, userId: string): Promise<Role | null> {
    const member = this.ofRoom(roomId).select('role').where('user_id', '=', userId);
    return (await member.executeTakeFirst())?.role ?? null;
  }

  /** Whether the user owns the room, or moderates the instance and the room is public. */
  async manages(roomId: string, userId: string): Promise<boolean> {
    const row = await this.database
      .query()
      .selectFrom('room')
      .leftJoin('room_member', (join) =>
        join.onRef('room_member.room_id', '=', 'room.id').on('room_member.user_id', '=', userId),
      )
      .leftJoin('account', (join) => join.on('account.id', '=', userId))
      .select(['room.visibility', 'room_member.role as inRoom', 'account.role as inInstance'])
      .where('room.id', '=', roomId)
      .executeTakeFirst();
    const moderates = row?.inInstance === 'moderator' || row?.inInstance === 'admin';
    return row?.inRoom === 'owner' || (row?.visibility === 'public' && moderates);
  }

  async count(roomId: string): Promise<number> {
    const counted = this.ofRoom(roomId).select(({ fn }) => fn.countAll<number>().as('members'));
    return Number((await counted.executeTakeFirstOrThrow()).members);
  }

  async idsOf(roomId: string): Promise<string[]> {
    return (await this.ofRoom(roomId).select('user_id').execute()).map((row) => row.user_id);
  }

  /** The members among these users. */
  async among(roomId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const rows = await this.ofRoom(roomId).select('user_id').where('user_id', 'in', userIds).execute();
    return new Set(rows.map((row) => row.user_id));
  }

  /** Longest membership first. */
  async list(roomId: string): Promise<Member[]> {
    const members = this.ofRoom(roomId).select(['user_id', 'role', 'joined_at']);
    const rows = await members.orderBy('joined_at').orderBy('user_id').execute();
    return rows.map((row) => ({ userId: row.user_id, role: row.role, joinedAt: row.joined_at }));
  }

  /** Rooms of a user, ordered by id. */
  async roomsOf(userId: string): Promise<{ readonly roomId: string; readonly role: Role }[]> {
    const rooms = this.database.selectFrom('room_member').select(['room_id', 'role']).where('user_id', '=', userId);
    return (await rooms.orderBy('room_id').execute()).map((row) => ({ roomId: row.room_id, role: row.role }));
  }

  /** Ids of the rooms in which a user has this role. */
  async roomsWithRole(userId: string, role: Role): Promise<string[]> {
    const rooms = this.database.selectFrom('room_member').select('room_id').where('user_id', '=', userId);
    return (await rooms.where('role', '=', role).execute()).map((row) => row.room_id);
  }

  private ofRoom(roomId: string) {
    return this.database.selectFrom('room_member').where('room_id', '=', roomId);
  }
}
