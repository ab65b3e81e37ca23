import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { memoryKeyOf } from '../domain/memory-key.js';
import { type LinedUp, OVERTAKES_AT_MOST, type ServedMember, type Turn } from '../domain/queue-order.js';
import type { FailureCode, TakeStatus } from '../domain/take.js';
import type { Lease } from '../domain/takes.js';
import { type LinedTake, type RunningTake, Turns } from '../domain/turns.js';
import { settingsOf } from './take-row.js';
import type { TakeTables } from './take-tables.js';

/** More takes than this are not looked at: the line moves on and shows the others. */
const BACKLOG_AT_MOST = 1_000;

@Injectable()
export class SqlTurns extends Turns {
  constructor(private readonly database: Database) {
    super();
  }

  private get sql() {
    return this.database.query<TakeTables>();
  }

  async backlog(): Promise<{ waiting: LinedTake[]; running: RunningTake[] }> {
    const rows = await this.sql
      .selectFrom('take')
      .select(['id', 'room_id', 'author_id', 'status', 'settings', 'queued_at', 'started_at', 'overtaken'])
      .where('status', 'in', ['queued', 'rendering'])
      .orderBy('queued_at')
      .limit(BACKLOG_AT_MOST)
      .execute();
    const lined = rows.map((row) => {
      const settings = settingsOf(row);
      return {
        id: row.id,
        roomId: row.room_id,
        authorId: row.author_id,
        queuedAt: Number(row.queued_at),
        startedAt: Number(row.started_at),
        overtaken: row.overtaken,
        needs: memoryKeyOf(settings.model, settings.loras),
        settings,
        status: row.status,
      };
    });
    return {
      waiting: lined.filter(({ status }) => status === 'queued'),
      running: lined.filter(({ status }) => status === 'rendering'),
    };
  }

  async count(): Promise<{ waiting: number; rendering: number }> {
    const { queued, rendering } = await this.countEach(['queued', 'rendering']);
    return { waiting: queued, rendering };
  }

  byStatus(): Promise<Record<TakeStatus, number>> {
    return this.countEach(['queued', 'rendering', 'finished', 'failed', 'cancelled']);
  }

  private async countEach<S extends TakeStatus>(statuses: readonly S[]): Promise<Record<S, number>> {
    const rows = await this.sql
      .selectFrom('take')
      .select(({ fn }) => ['status', fn.countAll<number>().as('takes')])
      .where('status', 'in', statuses)
      .groupBy('status')
      .execute();
    const of = (status: S) => Number(rows.find((row) => row.status === status)?.takes ?? 0);
    return Object.fromEntries(statuses.map((status) => [status, of(status)])) as Record<S, number>;
  }

  async served(since: number): Promise<ServedMember[]> {
    const rows = await this.sql
      .selectFrom('take')
      .select(({ fn }) => ['room_id', 'author_id', fn.max('started_at').as('at')])
      .where('started_at', '>', since)
      .where('status', '<>', 'queued')
      .groupBy(['room_id', 'author_id'])
      .execute();
    return rows.map((row) => ({ roomId: row.room_id, authorId: row.author_id, at: Number(row.at) }));
  }

  async give({ take, overtakes }: Turn<LinedUp>, lease: Lease, at: number): Promise<boolean> {
    // The row locks of the count make turns that overtake the same takes wait for each other.
    const ids = overtakes.map(({ id }) => id);
    if (ids.length > 0) await this.countOvertakes(ids);
    return (await this.start(take.id, lease, at)) && (ids.length === 0 || !(await this.isOneTooMany(ids)));
  }

  async refuse(id: string, { code, detail }: { code: FailureCode; detail: string }, at: number): Promise<boolean> {
    const result = await this.sql
      .updateTable('take')
      .set({ status: 'failed', failure_code: code, failure_detail: detail.slice(0, 2_000), ended_at: at })
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  private async countOvertakes(ids: readonly string[]): Promise<void> {
    await this.sql
      .updateTable('take')
      .set((row) => ({ overtaken: row('overtaken', '+', 1) }))
      .where('id', 'in', ids)
      .where('status', '=', 'queued')
      .execute();
  }

  private async start(id: string, { owner, until }: Lease, at: number): Promise<boolean> {
    const result = await this.sql
      .updateTable('take')
      .set({ status: 'rendering', lease_owner: owner, lease_until: until, started_at: at })
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  private async isOneTooMany(ids: readonly string[]): Promise<boolean> {
    const row = await this.sql
      .selectFrom('take')
      .select('id')
      .where('id', 'in', ids)
      .where('status', '=', 'queued')
      .where('overtaken', '>', OVERTAKES_AT_MOST)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }
}
