import { Injectable } from '@nestjs/common';
import type { Pace } from '@visionary/contract';
import { Database } from '@visionary/platform/database';

export interface StoredPaceChange {
  readonly seq: number;
  readonly seconds: Pace;
  readonly byId: string;
  readonly at: number;
}

/** What rooms chose as their pace, and who. */
@Injectable()
export class SqlPaceChanges {
  constructor(private readonly database: Database) {}

  /** The last `limit` changes of a room, oldest first. */
  async last(roomId: string, limit: number): Promise<StoredPaceChange[]> {
    const rows = this.database.selectFrom('pace_change').selectAll().where('room_id', '=', roomId);
    const newest = await rows.orderBy('seq', 'desc').limit(limit).execute();
    return newest.reverse().map(({ seq, seconds, by_id, at }) => ({ seq, seconds, byId: by_id, at: Number(at) }));
  }

  async add(roomId: string, { seq, seconds, byId, at }: StoredPaceChange): Promise<void> {
    await this.database.insertInto('pace_change').values({ room_id: roomId, seq, seconds, by_id: byId, at }).execute();
  }
}
