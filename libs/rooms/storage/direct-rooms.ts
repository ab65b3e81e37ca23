import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation, type Row } from '@visionary/platform/database';
import type { DirectRequest } from '../domain/room.js';

/** The smaller id comes first, so each pair has one row. */
const pairOf = (one: string, other: string): { user_a_id: string; user_b_id: string } =>
  one < other ? { user_a_id: one, user_b_id: other } : { user_a_id: other, user_b_id: one };

/** The pair already has a direct room. */
export class DirectRoomExistsError extends Error {}

/** The direct room of each pair of users. The order of the two ids doesn't matter. */
@Injectable()
export class DirectRooms {
  constructor(private readonly database: Database) {}

  async between(userId: string, otherId: string): Promise<string | null> {
    const pair = pairOf(userId, otherId);
    const found = this.database.selectFrom('direct_room').select('room_id').where('user_a_id', '=', pair.user_a_id);
    return (await found.where('user_b_id', '=', pair.user_b_id).executeTakeFirst())?.room_id ?? null;
  }

  /**
   * @param requesterId the user whose messages wait for acceptance, or null
   * @throws DirectRoomExistsError, also when both users create it at once
   */
  async add(userId: string, otherId: string, roomId: string, requesterId: string | null): Promise<void> {
    const row = { ...pairOf(userId, otherId), room_id: roomId, requester_id: requesterId };
    try {
      await this.database.insertInto('direct_room').values(row).execute();
    } catch (error) {
      throw isUniqueViolation(error) ? new DirectRoomExistsError(undefined, { cause: error }) : error;
    }
  }

  /** The two users of each room. One query. */
  async pairsOf(roomIds: readonly string[]): Promise<ReadonlyMap<string, readonly [string, string]>> {
    if (roomIds.length === 0) return new Map();
    const rows = await this.database.selectFrom('direct_room').selectAll().where('room_id', 'in', roomIds).execute();
    return new Map(rows.map((row) => [row.room_id, [row.user_a_id, row.user_b_id]]));
  }

  /** The pending or declined request of a room. */
  async requestIn(roomId: string): Promise<DirectRequest | null> {
    return (await this.requestsIn([roomId])).get(roomId) ?? null;
  }

  /** Pending and declined requests by room. One query. */
  async requestsIn(roomIds: readonly string[]): Promise<ReadonlyMap<string, DirectRequest>> {
    if (roomIds.length === 0) return new Map();
    const rows = await this.database
      .selectFrom('direct_room')
      .selectAll()
      .where('room_id', 'in', roomIds)
      .where('requester_id', 'is not', null)
      .execute();
    return new Map(
      rows.map(({ room_id: roomId, requester_id, user_a_id, user_b_id, declined_at: declinedAt }) => {
        const requesterId = requester_id ?? '';
        const recipientId = user_a_id === requesterId ? user_b_id : user_a_id;
        return [roomId, { roomId, requesterId, recipientId, declinedAt }];
      }),
    );
  }

  /** Requests of a user since then that nobody accepted, declined ones included. */
  async countRequestsBy(userId: string, since: number): Promise<number> {
    const { requests } = await this.database
      .selectFrom('direct_room')
      .innerJoin('room', 'room.id', 'direct_room.room_id')
      .select(({ fn }) => fn.countAll<number>().as('requests'))
      .where('direct_room.requester_id', '=', userId)
      .where('room.created_at', '>', since)
      .executeTakeFirstOrThrow();
    return Number(requests);
  }

  async accept(roomId: string): Promise<void> {
    await this.change(roomId, { requester_id: null, declined_at: null });
  }

  /** @param at null: no longer declined */
  async decline(roomId: string, at: number | null): Promise<void> {
    await this.change(roomId, { declined_at: at });
  }

  /**
   * The users among some who share a room with the sender: both have been members since `before`, or the room is private and
   * was so when that user joined. Its owner can make a public room private, which says nothing about its members.
   */
  async sharingRoom(senderId: string, userIds: readonly string[], before: number): Promise<string[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database
      .selectFrom('room_member as mine')
      .innerJoin('room_member as theirs', 'theirs.room_id', 'mine.room_id')
      .innerJoin('room', 'room.id', 'mine.room_id')
      .select('theirs.user_id')
      .distinct()
      .where('mine.user_id', '=', senderId)
      .where('theirs.user_id', 'in', userIds)
      .where('room.kind', '=', 'room')
      .where(({ eb, or, and }) =>
        or([
          and([eb('room.visibility', '=', 'private'), eb('theirs.joined_privately', '=', 1)]),
          and([eb('mine.joined_at', '<=', before), eb('theirs.joined_at', '<=', before)]),
        ]),
      )
      .execute();
    return rows.map(({ user_id }) => user_id);
  }

  /** The users among some with whom a user has a direct room that waits for nobody's acceptance. */
  async acceptedWith(userId: string, otherIds: readonly string[]): Promise<string[]> {
    if (otherIds.length === 0) return [];
    const rows = await this.database
      .selectFrom('direct_room')
      .select(['user_a_id', 'user_b_id'])
      .where('requester_id', 'is', null)
      .where(({ eb, or, and }) =>
        or([
          and([eb('user_a_id', '=', userId), eb('user_b_id', 'in', otherIds)]),
          and([eb('user_b_id', '=', userId), eb('user_a_id', 'in', otherIds)]),
        ]),
      )
      .execute();
    return rows.map(({ user_a_id, user_b_id }) => (user_a_id === userId ? user_b_id : user_a_id));
  }

  private async change(roomId: string, columns: Partial<Row<'direct_room'>>): Promise<void> {
    await this.database.updateTable('direct_room').set(columns).where('room_id', '=', roomId).execute();
  }
}
