import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { DirectRoomExistsError, DirectRooms } from '../domain/direct-rooms.js';
import type { RoomTables } from './tables.js';

/** Every pair has one place: the lesser id first. */
const pairOf = (one: string, other: string): { user_a_id: string; user_b_id: string } =>
  one < other ? { user_a_id: one, user_b_id: other } : { user_a_id: other, user_b_id: one };

@Injectable()
export class SqlDirects extends DirectRooms {
  constructor(private readonly database: Database) {
    super();
  }

  async between(userId: string, otherId: string): Promise<string | null> {
    const pair = pairOf(userId, otherId);
    const found = this.query.selectFrom('direct_room').select('room_id').where('user_a_id', '=', pair.user_a_id);
    return (await found.where('user_b_id', '=', pair.user_b_id).executeTakeFirst())?.room_id ?? null;
  }

  async add(userId: string, otherId: string, roomId: string): Promise<void> {
    const row = { ...pairOf(userId, otherId), room_id: roomId };
    try {
      await this.query.insertInto('direct_room').values(row).execute();
    } catch (error) {
      throw isUniqueViolation(error) ? new DirectRoomExistsError(undefined, { cause: error }) : error;
    }
  }

  async pairsOf(roomIds: readonly string[]): Promise<ReadonlyMap<string, readonly [string, string]>> {
    if (roomIds.length === 0) return new Map();
    const rows = await this.query.selectFrom('direct_room').selectAll().where('room_id', 'in', roomIds).execute();
    return new Map(rows.map((row) => [row.room_id, [row.user_a_id, row.user_b_id]]));
  }

  private get query() {
    return this.database.query<RoomTables>();
  }
}
