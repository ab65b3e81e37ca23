import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';

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

  /** @throws DirectRoomExistsError, also when both users create it at once */
  async add(userId: string, otherId: string, roomId: string): Promise<void> {
    const row = { ...pairOf(userId, otherId), room_id: roomId };
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
}
