import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import type { RoomTables } from './tables.js';

/** The smaller id comes first, so each pair has one row. */
const pairOf = (one: string, other: string): { a_id: string; b_id: string } =>
  one < other ? { a_id: one, b_id: other } : { a_id: other, b_id: one };

/** The pair already has a direct room. */
export class DirectRoomExistsError extends Error {}

/** The direct room of each pair of users. The order of the two ids doesn't matter. */
@Injectable()
export class DirectRooms {
  constructor(private readonly database: Database) {}

  async between(userId: string, otherId: string): Promise<string | null> {
    const pair = pairOf(userId, otherId);
    const found = this.query.selectFrom('direct').select('room_id').where('a_id', '=', pair.a_id);
    return (await found.where('b_id', '=', pair.b_id).executeTakeFirst())?.room_id ?? null;
  }

  /** @throws DirectRoomExistsError, also when both users create it at once */
  async add(userId: string, otherId: string, roomId: string): Promise<void> {
    const row = { ...pairOf(userId, otherId), room_id: roomId };
    try {
      await this.query.insertInto('direct').values(row).execute();
    } catch (error) {
      throw isUniqueViolation(error) ? new DirectRoomExistsError(undefined, { cause: error }) : error;
    }
  }

  /** The two users of each room. One query. */
  async pairsOf(roomIds: readonly string[]): Promise<ReadonlyMap<string, readonly [string, string]>> {
    if (roomIds.length === 0) return new Map();
    const rows = await this.query.selectFrom('direct').selectAll().where('room_id', 'in', roomIds).execute();
    return new Map(rows.map((row) => [row.room_id, [row.a_id, row.b_id]]));
  }

  private get query() {
    return this.database.query<RoomTables>();
  }
}
