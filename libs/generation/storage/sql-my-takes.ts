import { Injectable } from '@nestjs/common';
import { comesAfter, Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { MyTakes, type TakePlace, type UsedPrompt } from '../domain/my-takes.js';
import type { Take } from '../domain/take.js';
import { TAKE_COLUMNS, toTake } from './take-row.js';
import type { TakeTables } from './take-tables.js';

@Injectable()
export class SqlMyTakes extends MyTakes {
  constructor(private readonly database: Database) {
    super();
  }

  async scan(
    authorId: string,
    status: 'all' | 'finished' | 'failed',
    after: TakePlace | null,
    limit: number,
  ): Promise<(TakePlace & { prompt: string })[]> {
    let mine = this.query
      .selectFrom('take')
      .select(['id', 'queued_at as queuedAt', 'prompt'])
      .where('author_id', '=', authorId);
    if (status !== 'all') mine = mine.where('status', '=', status);
    if (after) mine = mine.where(comesAfter(['queued_at', 'id'], [after.queuedAt, after.id], 'desc'));
    const rows = await mine.orderBy('queued_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map((row) => ({ ...row, queuedAt: Number(row.queuedAt) }));
  }

  async byIds(ids: readonly string[]): Promise<Take[]> {
    if (ids.length === 0) return [];
    return (await this.query.selectFrom('take').select(TAKE_COLUMNS).where('id', 'in', ids).execute()).map(toTake);
  }

  async prompts(authorId: string, beforeTakeId: string | null, limit: number | null): Promise<UsedPrompt[]> {
    const before = beforeTakeId === null ? sql`` : sql`having max(id) < ${beforeTakeId}`;
    const atMost = limit === null ? sql`` : sql`limit ${limit}`;
    const { rows } = await sql<PromptRow>`select prompt, negative, count(*) as times, max(queued_at) as last_at,
        max(id) as take_id, max(case when status = 'finished' then id end) as finished_id
      from take where author_id = ${authorId} group by prompt, negative ${before}
      order by take_id desc ${atMost}`.execute(this.query);
    return rows.map(({ prompt, negative, times, last_at, take_id, finished_id }) => ({
      ...{ prompt, negative, times: Number(times), lastAt: Number(last_at) },
      ...{ takeId: take_id, finishedId: finished_id },
    }));
  }

  private get query() {
    return this.database.query<TakeTables>();
  }
}

interface PromptRow {
  readonly prompt: string;
  readonly negative: string;
  readonly times: number;
  readonly last_at: number;
  readonly take_id: string;
  readonly finished_id: string | null;
}
