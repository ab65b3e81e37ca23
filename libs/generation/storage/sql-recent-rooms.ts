import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type Expression, sql, type SqlBool } from 'kysely';
import { RecentModelRooms } from '../domain/model-selections.js';
import type { TakeTables } from './take-tables.js';

@Injectable()
export class SqlRecentRooms extends RecentModelRooms {
  constructor(private readonly database: Database) {
    super();
  }

  /** Reads the takes of that while, by the index on when they began. What the house renders for itself is in no room. */
  async with(ids: readonly string[], since: number): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await this.database
      .query<TakeTables>()
      .selectFrom('take')
      .select('room_id')
      .distinct()
      .where('started_at', '>=', since)
      .whereRef('room_id', '<>', 'author_id')
      .where((row) => row.or(ids.flatMap(namedIn)))
      .execute();
    return rows.map(({ room_id }) => room_id);
  }
}

/** As JSON writes the id in settings, or as a prompt names a LoRA. `instr` knows no signs that mean others. */
const namedIn = (id: string): Expression<SqlBool>[] => [
  sql<SqlBool>`instr(settings, ${JSON.stringify(id)}) > 0`,
  ...[':', '>'].map((end) => sql<SqlBool>`instr(prompt, ${`<lora:${id}${end}`}) > 0`),
];
