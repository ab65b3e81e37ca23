import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { modelMemoryKey } from '../domain/memory-key.js';
import { type SchedulableTake, MAX_OVERTAKES, type LastServed, type Turn } from '../domain/scheduling-policy.js';
import type { FailureCode, TakeStatus } from '../domain/take.js';
import type { Lease } from '../domain/takes.js';
import { type BacklogTake, type RunningTake, TakeQueue } from '../domain/take-queue.js';
import { parseSettings } from './take-row.js';
import type { TakeRow, TakeTables } from './take-tables.js';

/** What one statement names; databases allow some ten thousand parameters. */
const IDS_AT_ONCE = 1_000;

/** All that the order needs; settings may be long. */
const ORDER_COLUMNS = [
  'id',
  'room_id',
  'author_id',
  'status',
  'model',
  'memory_key',
  'queued_at',
  'started_at',
  'overtaken',
] as const;

/** Of takes that render, of the oldest that wait, and where a former version noted nothing else. */
const settingsOfSome = (atMost: number) => {
  const isOldest = atMost > 0 ? sql`or row_number() over (partition by status order by queued_at) <= ${atMost}` : sql``;
  return sql<string | null>`case when status = 'rendering' or memory_key is null ${isOldest} then settings end`;
};

/** In the same order for everybody, so that turns that count the same takes do not lock each other out. */
const inParts = (ids: readonly string[]): string[][] => {
  const sorted = [...ids].sort();
  const parts: string[][] = [];
  for (let at = 0; at < sorted.length; at += IDS_AT_ONCE) parts.push(sorted.slice(at, at + IDS_AT_ONCE));
  return parts;
};

type OrderRow = Pick<TakeRow, (typeof ORDER_COLUMNS)[number]> & { readonly some_settings: string | null };

const toLined = (row: OrderRow): BacklogTake => {
  const settings = row.some_settings === null ? undefined : parseSettings({ settings: row.some_settings });
  return {
    id: row.id,
    roomId: row.room_id,
    authorId: row.author_id,
    queuedAt: Number(row.queued_at),
    overtaken: row.overtaken,
    model: row.model ?? settings?.model ?? '',
    memoryKey: row.memory_key ?? modelMemoryKey(settings?.model ?? '', settings?.loras),
    settings,
  };
};

@Injectable()
export class SqlTakeQueue extends TakeQueue {
  constructor(private readonly database: Database) {
    super();
  }

  private get sql() {
    return this.database.query<TakeTables>();
  }

  async backlog(settingsAtMost = 0): Promise<{ waiting: BacklogTake[]; running: RunningTake[] }> {
    const rows = await this.sql
      .selectFrom('take')
      .select([...ORDER_COLUMNS, settingsOfSome(settingsAtMost).as('some_settings')])
      .where('status', 'in', ['queued', 'rendering'])
      .orderBy('queued_at')
      .execute();
    const lined = rows.map((row) => ({ ...toLined(row), startedAt: Number(row.started_at), status: row.status }));
    return {
      waiting: lined.filter(({ status }) => status === 'queued'),
      running: lined.flatMap(({ settings, ...take }) =>
        take.status === 'rendering' && settings ? [{ ...take, settings }] : [],
      ),
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

  async lastServed(since: number): Promise<LastServed[]> {
    const rows = await this.sql
      .selectFrom('take')
      .select(({ fn }) => ['room_id', 'author_id', fn.max('started_at').as('at')])
      .where('started_at', '>', since)
      .where('status', '<>', 'queued')
      .groupBy(['room_id', 'author_id'])
      .execute();
    return rows.map((row) => ({ roomId: row.room_id, authorId: row.author_id, at: Number(row.at) }));
  }

  async startAttempt({ take, overtakes }: Turn<SchedulableTake>, lease: Lease, at: number): Promise<boolean> {
    // The row locks of the count make turns that overtake the same takes wait for each other.
    const parts = inParts(overtakes.map(({ id }) => id));
    for (const ids of parts) await this.countOvertakes(ids);
    if (!(await this.start(take.id, lease, at))) return false;
    for (const ids of parts) if (await this.isOneTooMany(ids)) return false;
    return true;
  }

  async failToStart(id: string, { code, detail }: { code: FailureCode; detail: string }, at: number): Promise<boolean> {
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
      .where('overtaken', '>', MAX_OVERTAKES)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }
}
