import { HOUSE_USER_ID, type TakeStatus } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import { sql } from 'kysely';
import { modelMemoryKey } from '../domain/loras.js';
import type { BacklogTake, RunningTake, SchedulableTake, Turn } from '../domain/scheduling-policy.js';
import { type LastServed, MAX_OVERTAKES } from '../domain/fair-scheduler.js';
import type { Lease, Take, TakeFailure } from '../domain/take.js';
import { countPromptParts } from './count-prompt-parts.js';
import { parseSettings } from './take-row.js';

const HOUR_MS = 60 * 60_000;

/** Ids per statement; databases allow some ten thousand parameters. */
const IDS_BATCH_SIZE = 1_000;

/** Columns of the scheduling policy. Settings are long, so they are read only where necessary. */
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
  'losses',
  'node_losses',
] as const;

/** Settings and prompts of rendering takes, of the oldest waiting ones, and of rows without a memory key. */
const textIfNeeded = (column: 'settings' | 'prompt', maxWaiting: number) => {
  const isOldest =
    maxWaiting > 0 ? sql`or row_number() over (partition by status order by queued_at) <= ${maxWaiting}` : sql``;
  const isNeeded = sql`status = 'rendering' or memory_key is null ${isOldest}`;
  // Without an AND, a prompt is one part.
  const text = column === 'prompt' ? sql`case when prompt like '%AND%' then prompt end` : sql.ref(column);
  return sql<string | null>`case when ${isNeeded} then ${text} end`;
};

/** Sorted, so that transactions lock the same takes in the same order. */
const inBatches = (ids: readonly string[]): string[][] => {
  const sorted = [...ids].sort();
  const batches: string[][] = [];
  for (let at = 0; at < sorted.length; at += IDS_BATCH_SIZE) batches.push(sorted.slice(at, at + IDS_BATCH_SIZE));
  return batches;
};

type OrderRow = Pick<Row<'take'>, (typeof ORDER_COLUMNS)[number]> & {
  readonly some_settings: string | null;
  readonly some_prompt: string | null;
};

const toBacklogTake = (row: OrderRow): BacklogTake => {
  const settings = row.some_settings === null ? undefined : parseSettings({ settings: row.some_settings });
  return {
    id: row.id,
    roomId: row.room_id,
    authorId: row.author_id,
    queuedAt: Number(row.queued_at),
    overtaken: row.overtaken,
    wasLost: row.losses + row.node_losses > 0,
    model: row.model ?? settings?.model ?? '',
    memoryKey: row.memory_key ?? modelMemoryKey(settings?.model ?? '', settings?.loras, settings?.vae?.id),
    settings,
    promptParts: row.some_prompt === null ? 1 : countPromptParts(row.some_prompt),
  };
};

/** The queue in the database. */
@Injectable()
export class SqlTakeQueue {
  constructor(private readonly database: Database) {}

  /** All waiting and rendering takes. @param maxSettings how many of the oldest waiting ones get their settings */
  async backlog(maxSettings = 0): Promise<{ waiting: BacklogTake[]; running: RunningTake[] }> {
    const rows = await this.database
      .selectFrom('take')
      .select([
        ...ORDER_COLUMNS,
        textIfNeeded('settings', maxSettings).as('some_settings'),
        textIfNeeded('prompt', maxSettings).as('some_prompt'),
      ])
      .where('status', 'in', ['queued', 'rendering'])
      .orderBy('queued_at')
      .execute();
    const takes = rows.map((row) => ({ ...toBacklogTake(row), startedAt: Number(row.started_at), status: row.status }));
    return {
      waiting: takes.filter(({ status }) => status === 'queued'),
      running: takes.flatMap(({ settings, ...take }) =>
        take.status === 'rendering' && settings ? [{ ...take, settings }] : [],
      ),
    };
  }

  /** What takes render, in no particular order. */
  async requests(ids: readonly string[]): Promise<Pick<Take, 'id' | 'prompt' | 'settings'>[]> {
    const requests: Pick<Take, 'id' | 'prompt' | 'settings'>[] = [];
    for (const batch of inBatches(ids)) {
      const rows = this.database.selectFrom('take').select(['id', 'prompt', 'settings']).where('id', 'in', batch);
      requests.push(...(await rows.execute()).map((row) => ({ ...row, settings: parseSettings(row) })));
    }
    return requests;
  }

  async count(): Promise<{ waiting: number; rendering: number }> {
    const { queued, rendering } = await this.countByStatus(['queued', 'rendering']);
    return { waiting: queued, rendering };
  }

  /** Whether a user waits. Samples and takes of the house room wait for users. */
  async isUserWaiting(): Promise<boolean> {
    const rows = this.database.selectFrom('take').select('id').where('status', '=', 'queued');
    const ofUsers = rows.whereRef('room_id', '<>', 'author_id').where('author_id', '<>', HOUSE_USER_ID);
    return (await ofUsers.limit(1).execute()).length > 0;
  }

  /** All takes, ended ones included. */
  countsByStatus(): Promise<Record<TakeStatus, number>> {
    return this.countByStatus(['queued', 'rendering', 'finished', 'failed', 'cancelled']);
  }

  private async countByStatus<S extends TakeStatus>(statuses: readonly S[]): Promise<Record<S, number>> {
    const rows = await this.database
      .selectFrom('take')
      .select(({ fn }) => ['status', fn.countAll<number>().as('takes')])
      .where('status', 'in', statuses)
      .groupBy('status')
      .execute();
    const countOf = (status: S) => Number(rows.find((row) => row.status === status)?.takes ?? 0);
    return Object.fromEntries(statuses.map((status) => [status, countOf(status)])) as Record<S, number>;
  }

  /** The last start of each member in each room since a time. A take that returned to the queue does not count. */
  async lastServed(since: number): Promise<LastServed[]> {
    const rows = await this.database
      .selectFrom('take')
      .select(({ fn }) => ['room_id', 'author_id', fn.max('started_at').as('at')])
      .where('started_at', '>', since)
      .where('status', '<>', 'queued')
      .groupBy(['room_id', 'author_id'])
      .execute();
    return rows.map((row) => ({ roomId: row.room_id, authorId: row.author_id, at: Number(row.at) }));
  }

  /** Takes that started since a time, by the hours that passed until then. Hours without any are absent. */
  async startedPerHour(since: number): Promise<ReadonlyMap<number, number>> {
    const elapsedMs = sql<number>`(started_at - ${since})`;
    const rows = await this.database
      .selectFrom('take')
      .select(({ fn }) => [
        sql<number>`(${elapsedMs} - ${elapsedMs} % ${HOUR_MS}) / ${HOUR_MS}`.as('hour'),
        fn.countAll<number>().as('takes'),
      ])
      .where('started_at', '>=', since)
      .groupBy('hour')
      .execute();
    return new Map(rows.map(({ hour, takes }) => [Number(hour), Number(takes)]));
  }

  /**
   * Starts a take and counts the overtaken ones. Inside a unit of work, which must be rolled back if this fails.
   * @returns false if the take no longer waits, or a concurrent turn used up the overtakes of a take
   */
  async startAttempt({ take, overtakes }: Turn<SchedulableTake>, lease: Lease, at: number): Promise<boolean> {
    // Row locks of the counts serialize turns that overtake the same takes.
    const batches = inBatches(overtakes.map(({ id }) => id));
    for (const ids of batches) await this.countOvertakes(ids);
    if (!(await this.start(take.id, lease, at))) return false;
    for (const ids of batches) if (await this.exceedsMaxOvertakes(ids)) return false;
    return true;
  }

  /** Fails a waiting take. @returns false if it no longer waits */
  async failToStart(id: string, { code, detail }: TakeFailure, at: number): Promise<boolean> {
    const result = await this.database
      .updateTable('take')
      .set({ status: 'failed', failure_code: code, failure_detail: detail.slice(0, 2_000), ended_at: at })
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  private async countOvertakes(ids: readonly string[]): Promise<void> {
    await this.database
      .updateTable('take')
      .set((row) => ({ overtaken: row('overtaken', '+', 1) }))
      .where('id', 'in', ids)
      .where('status', '=', 'queued')
      .execute();
  }

  private async start(id: string, { owner, until }: Lease, at: number): Promise<boolean> {
    const result = await this.database
      .updateTable('take')
      .set({ status: 'rendering', lease_owner: owner, lease_until: until, started_at: at })
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  private async exceedsMaxOvertakes(ids: readonly string[]): Promise<boolean> {
    const row = await this.database
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
