import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type QueueStats, QueueStatsReader } from '../../domain/cases/queue-figures.js';
import type { CaseTables } from './tables.js';

@Injectable()
export class SqlQueueFigures extends QueueStatsReader {
  constructor(private readonly database: Database) {
    super();
  }

  async since(since: number): Promise<QueueStats> {
    const open = this.query.selectFrom('safety_case').where('is_open', '=', 1);
    const oldest = await open.select(({ fn }) => fn.min('opened_at').as('at')).executeTakeFirst();
    const decided = await this.decided(since)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const count = Number(decided.count);
    return {
      oldestAt: typeof oldest?.at === 'undefined' || oldest.at === null ? null : Number(oldest.at),
      decided: count,
      medianMs: count === 0 ? null : await this.waited(since, Math.floor((count - 1) / 2)),
    };
  }

  private async waited(since: number, place: number): Promise<number | null> {
    const row = await this.decided(since)
      .select(({ eb }) => eb('safety_decision.at', '-', eb.ref('safety_case.opened_at')).as('waited'))
      .orderBy('waited')
      .offset(place)
      .limit(1)
      .executeTakeFirst();
    return row ? Number(row.waited) : null;
  }

  private decided(since: number) {
    return this.query
      .selectFrom('safety_decision')
      .innerJoin('safety_case', 'safety_case.id', 'safety_decision.case_id')
      .where('safety_decision.at', '>=', since)
      .where('safety_decision.kind', '!=', 'restore')
      .where(({ eb, or }) => or([eb('safety_case.reports', '>', 0), eb('safety_case.is_auto_flagged', '=', 1)]));
  }

  private get query() {
    return this.database.query<CaseTables>();
  }
}
