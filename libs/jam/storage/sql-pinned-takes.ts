import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

/** Which takes of a room are pinned. */
@Injectable()
export class SqlPinnedTakes {
  constructor(private readonly database: Database) {}

  /** @returns ids of takes, the last pinned first */
  async of(roomId: string): Promise<string[]> {
    const rows = this.database.selectFrom('pinned_take').select('take_id').where('room_id', '=', roomId);
    return (await rows.orderBy('seq', 'desc').execute()).map(({ take_id }) => take_id);
  }

  async add(takeId: string, roomId: string, seq: number): Promise<void> {
    await this.database.insertInto('pinned_take').values({ take_id: takeId, room_id: roomId, seq }).execute();
  }

  /** @returns whether it was pinned */
  async remove(takeId: string): Promise<boolean> {
    const pin = this.database.deleteFrom('pinned_take').where('take_id', '=', takeId);
    return (await pin.executeTakeFirst()).numDeletedRows > 0n;
  }
}
