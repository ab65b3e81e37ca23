import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type Expression, sql, type SqlBool } from 'kysely';

@Injectable()
export class SqlRecentRooms {
  constructor(private readonly database: Database) {}

  /**
   * Rooms where takes with any of these models or LoRAs started. Samples belong to no room. Uses the index on `started_at`.
   * @param since ms since 1970
   */
  async usingAny(ids: readonly string[], since: number): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await this.database
      .query()
      .selectFrom('take')
      .select('room_id')
      .distinct()
      .where('started_at', '>=', since)
      .whereRef('room_id', '<>', 'author_id')
      .where((row) => row.or(ids.flatMap(namesId)))
      .execute();
    return rows.map(({ room_id }) => room_id);
  }
}

/** Matches the id in the JSON of settings, or in a LoRA tag. `instr` has no wildcards. */
const namesId = (id: string): Expression<SqlBool>[] => [
  sql<SqlBool>`instr(settings, ${JSON.stringify(id)}) > 0`,
  ...[':', '>'].map((end) => sql<SqlBool>`instr(prompt, ${`<lora:${id}${end}`}) > 0`),
];
