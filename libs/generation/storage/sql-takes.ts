import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import type { ServedMember } from '../domain/queue-order.js';
import type { FailureCode, Take } from '../domain/take.js';
import {
  type FinishedResult,
  type Lease,
  type LinedTake,
  type LostTake,
  type MeasuredTake,
  type NewTake,
  type RunningTake,
  Takes,
} from '../domain/takes.js';
import { settingsOf, TAKE_COLUMNS, toNewRow, toTake } from './take-row.js';
import type { TakeRow, TakeTables } from './take-tables.js';

const OPEN = ['queued', 'rendering'] as const;
const NO_LEASE = { lease_owner: null, lease_until: null, cancel_by: null } as const;
/** More waiting takes than this are not looked at: the line moves on and shows the others. */
const BACKLOG_AT_MOST = 1_000;

@Injectable()
export class SqlTakes extends Takes {
  constructor(private readonly database: Database) {
    super();
  }

  private get sql() {
    return this.database.query<TakeTables>();
  }

  async nextNumber(roomId: string): Promise<number> {
    if (!(await this.count(roomId)) && !(await this.startCount(roomId))) await this.count(roomId);
    const { last_number } = await this.sql
      .selectFrom('take_counter')
      .select('last_number')
      .where('room_id', '=', roomId)
      .executeTakeFirstOrThrow();
    return last_number;
  }

  /** Holds the room's counter until the transaction ends. */
  private async count(roomId: string): Promise<boolean> {
    const result = await this.sql
      .updateTable('take_counter')
      .set((row) => ({ last_number: row('last_number', '+', 1) }))
      .where('room_id', '=', roomId)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** @returns false when somebody else has started it meanwhile. */
  private async startCount(roomId: string): Promise<boolean> {
    try {
      await this.sql.insertInto('take_counter').values({ room_id: roomId, last_number: 1 }).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async add(take: NewTake): Promise<Take> {
    const row = toNewRow(take);
    await this.sql.insertInto('take').values(row).execute();
    return toTake(row);
  }

  async setSeq(id: string, seq: number): Promise<void> {
    await this.sql.updateTable('take').set({ seq }).where('id', '=', id).execute();
  }

  async byId(id: string): Promise<Take | null> {
    const row = await this.sql.selectFrom('take').select(TAKE_COLUMNS).where('id', '=', id).executeTakeFirst();
    return row ? toTake(row) : null;
  }

  async page(roomId: string, beforeNumber: number | null, limit: number): Promise<Take[]> {
    let query = this.sql.selectFrom('take').select(TAKE_COLUMNS).where('room_id', '=', roomId);
    if (beforeNumber !== null) query = query.where('number', '<', beforeNumber);
    return (await query.orderBy('number', 'desc').limit(limit).execute()).map(toTake);
  }

  async newest(roomIds: readonly string[], status: 'rendering' | 'finished'): Promise<Take[]> {
    if (!roomIds.length) return [];
    const newest = this.sql
      .selectFrom('take')
      .select(({ fn }) => ['room_id as newest_room', fn.max('number').as('newest_number')])
      .where('room_id', 'in', roomIds)
      .where('status', '=', status)
      .groupBy('room_id')
      .as('newest');
    const rows = await this.sql
      .selectFrom(newest)
      .innerJoin('take', (join) =>
        join.onRef('take.room_id', '=', 'newest.newest_room').onRef('take.number', '=', 'newest.newest_number'),
      )
      .select(TAKE_COLUMNS)
      .execute();
    return rows.map(toTake);
  }

  async countOpen(whose: { readonly authorId: string } | { readonly roomId: string }): Promise<number> {
    const query = this.sql
      .selectFrom('take')
      .select(({ fn }) => fn.countAll<number>().as('open'))
      .where('status', 'in', OPEN);
    const own =
      'authorId' in whose ? query.where('author_id', '=', whose.authorId) : query.where('room_id', '=', whose.roomId);
    return Number((await own.executeTakeFirstOrThrow()).open);
  }

  async backlog(): Promise<{ waiting: LinedTake[]; running: RunningTake[] }> {
    const rows = await this.sql
      .selectFrom('take')
      .select(['id', 'room_id', 'author_id', 'status', 'settings', 'queued_at', 'started_at'])
      .where('status', 'in', OPEN)
      .orderBy('queued_at')
      .limit(BACKLOG_AT_MOST)
      .execute();
    const lined = rows.map((row) => ({
      id: row.id,
      roomId: row.room_id,
      authorId: row.author_id,
      queuedAt: Number(row.queued_at),
      startedAt: Number(row.started_at),
      settings: settingsOf(row),
      status: row.status,
    }));
    return {
      waiting: lined.filter(({ status }) => status === 'queued'),
      running: lined.filter(({ status }) => status === 'rendering'),
    };
  }

  async served(since: number): Promise<ServedMember[]> {
    const rows = await this.sql
      .selectFrom('take')
      .select(({ fn }) => ['room_id', 'author_id', fn.max('started_at').as('at')])
      .where('started_at', '>', since)
      .groupBy(['room_id', 'author_id'])
      .execute();
    return rows.map((row) => ({ roomId: row.room_id, authorId: row.author_id, at: Number(row.at) }));
  }

  async claim(id: string, { owner, until }: Lease, at: number): Promise<boolean> {
    const result = await this.sql
      .updateTable('take')
      .set({ status: 'rendering', lease_owner: owner, lease_until: until, started_at: at })
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async renew(id: string, { owner, until }: Lease): Promise<string | null | undefined> {
    await this.ofOwner(id, owner).set({ lease_until: until }).execute();
    const row = await this.sql
      .selectFrom('take')
      .select('cancel_by')
      .where('id', '=', id)
      .where('lease_owner', '=', owner)
      .where('status', '=', 'rendering')
      .executeTakeFirst();
    return row && row.cancel_by;
  }

  async askCancel(id: string, byId: string): Promise<boolean> {
    const result = await this.sql
      .updateTable('take')
      .set(({ fn, val }) => ({ cancel_by: fn.coalesce('cancel_by', val(byId)) }))
      .where('id', '=', id)
      .where('status', '=', 'rendering')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  finish(id: string, owner: string, result: FinishedResult): Promise<boolean> {
    return this.move(id, owner, {
      ...NO_LEASE,
      status: 'finished',
      pictures: JSON.stringify(result.pictures),
      record: result.record,
      model_hash: result.modelHash,
      render_ms: Math.round(result.renderMs),
      ended_at: result.at,
    });
  }

  fail(id: string, owner: string, failure: { code: FailureCode; detail: string }, at: number): Promise<boolean> {
    const { code, detail } = failure;
    return this.move(id, owner, {
      ...NO_LEASE,
      status: 'failed',
      failure_code: code,
      failure_detail: detail.slice(0, 2_000),
      ended_at: at,
    });
  }

  async cancelQueued(id: string, byId: string, at: number): Promise<boolean> {
    const result = await this.sql
      .updateTable('take')
      .set({ status: 'cancelled', cancel_by: byId, ended_at: at })
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async cancelRunning(id: string, owner: string, at: number): Promise<{ byId: string | null } | undefined> {
    const moved = await this.move(id, owner, {
      lease_owner: null,
      lease_until: null,
      status: 'cancelled',
      ended_at: at,
    });
    if (!moved) return undefined;
    const row = await this.sql.selectFrom('take').select('cancel_by').where('id', '=', id).executeTakeFirst();
    return { byId: row?.cancel_by ?? null };
  }

  async requeue(id: string, owner: string, lost: boolean): Promise<boolean> {
    const result = await this.ofOwner(id, owner)
      .set((row) => ({ ...NO_LEASE, status: 'queued', losses: row('losses', '+', lost ? 1 : 0) }))
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async countLoss(id: string, owner: string): Promise<number | undefined> {
    await this.ofOwner(id, owner)
      .set((row) => ({ losses: row('losses', '+', 1) }))
      .execute();
    const row = await this.sql
      .selectFrom('take')
      .select('losses')
      .where('id', '=', id)
      .where('lease_owner', '=', owner)
      .where('status', '=', 'rendering')
      .executeTakeFirst();
    return row?.losses;
  }

  async expired(now: number): Promise<LostTake[]> {
    const rows = await this.sql
      .selectFrom('take')
      .select(['id', 'lease_owner', 'losses', 'cancel_by'])
      .where('status', '=', 'rendering')
      .where('lease_until', '<=', now)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      owner: row.lease_owner ?? '',
      losses: row.losses,
      cancelBy: row.cancel_by,
    }));
  }

  async measured(limit: number): Promise<MeasuredTake[]> {
    const rows = await this.sql
      .selectFrom('take')
      .select(['settings', 'render_ms'])
      .where('started_at', 'is not', null)
      .where('status', '=', 'finished')
      .orderBy('started_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ settings: settingsOf(row), renderMs: row.render_ms ?? 0 }));
  }

  private ofOwner(id: string, owner: string) {
    return this.sql
      .updateTable('take')
      .where('id', '=', id)
      .where('status', '=', 'rendering')
      .where('lease_owner', '=', owner);
  }

  private async move(id: string, owner: string, change: Partial<TakeRow>): Promise<boolean> {
    return (await this.ofOwner(id, owner).set(change).executeTakeFirst()).numUpdatedRows > 0n;
  }
}
