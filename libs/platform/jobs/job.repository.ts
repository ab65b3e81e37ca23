import { Inject, Injectable } from '@nestjs/common';
import type { JobsView } from '@visionary/contract';
import { Database, type Row } from '@visionary/platform/database';
import { sql } from 'kysely';

export interface JobId {
  readonly kind: string;
  readonly key: string;
}

export interface StoredJob extends JobId {
  /** JSON. */
  readonly payload: string | null;
  readonly attempts: number;
  readonly requests: number;
}

const UNLEASED = { lease_holder: null, lease_until: null } as const;
const MAX_ERROR_LENGTH = 500;
const MAX_ERRORS = 100;

/** Stores jobs. Times in ms since 1970. A lease belongs to one attempt: its holder is a new id. */
@Injectable()
export class JobRepository {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Adds a job. One that waits runs at the earlier of both times; one that runs will run again. */
  async add(id: JobId, payload: string | null, runAt: number): Promise<void> {
    const isMysql = this.database.dialect === 'mysql';
    const changes = {
      requests: sql<number>`job.requests + 1`,
      run_at: isMysql ? sql<number>`least(job.run_at, ${runAt})` : sql<number>`min(job.run_at, ${runAt})`,
      ...(payload !== null && { payload }),
    };
    const insert = this.newJob(id, payload, runAt);
    await (
      isMysql
        ? insert.onDuplicateKeyUpdate(changes)
        : insert.onConflict((conflict) => conflict.columns(['kind', 'job_key']).doUpdateSet(changes))
    ).execute();
  }

  /** Adds a job that doesn't exist. */
  async addOnce(id: JobId, runAt: number): Promise<void> {
    await this.database.ignoreExisting(this.newJob(id, null, runAt)).execute();
  }

  /** Also ends the lease, so that a running attempt is aborted. */
  async remove({ kind, key }: JobId): Promise<void> {
    await this.database.deleteFrom('job').where('kind', '=', kind).where('job_key', '=', key).execute();
  }

  /** Jobs without a lease, longest due first. */
  async findDue(kinds: readonly string[], now: number, limit: number): Promise<StoredJob[]> {
    const rows = await this.database
      .selectFrom('job')
      .select(['kind', 'job_key', 'payload', 'attempts', 'requests'])
      .where('kind', 'in', [...kinds])
      .where('run_at', '<=', now)
      .where(({ or, eb }) => or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
      .orderBy('run_at')
      .limit(limit)
      .execute();
    return rows.map(({ job_key, ...job }) => ({ key: job_key, ...job }));
  }

  /** @returns the job as it is now; null if another holder has it or it is done */
  async acquire(id: JobId, holder: string, now: number, until: number): Promise<StoredJob | null> {
    const acquired = await this.update(id)
      .set(({ eb }) => ({ lease_holder: holder, lease_until: until, attempts: eb('attempts', '+', 1) }))
      .where('run_at', '<=', now)
      .where(({ or, eb }) => or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
      .executeTakeFirst();
    if (acquired.numUpdatedRows === 0n) return null;
    const row = await this.database
      .selectFrom('job')
      .select(['payload', 'attempts', 'requests'])
      .where('kind', '=', id.kind)
      .where('job_key', '=', id.key)
      .where('lease_holder', '=', holder)
      .executeTakeFirst();
    return row ? { ...id, ...row } : null;
  }

  /** @returns false if the lease is lost */
  renew(id: JobId, holder: string, until: number): Promise<boolean> {
    return this.updateLeased(id, holder, { lease_until: until });
  }

  /**
   * Deletes a job, or lets it run again if it was requested meanwhile.
   * @param nextRunAt when a recurring job runs next; null deletes it
   * @returns false if the lease is lost
   */
  async complete(job: StoredJob, holder: string, now: number, nextRunAt: number | null): Promise<boolean> {
    const reset = { attempts: 0, error: null, ...UNLEASED };
    if (nextRunAt !== null) {
      const update = this.update(job).where('lease_holder', '=', holder).where('requests', '=', job.requests);
      if ((await update.set({ ...reset, run_at: nextRunAt }).executeTakeFirst()).numUpdatedRows > 0n) return true;
    } else {
      const deleted = await this.database
        .deleteFrom('job')
        .where('kind', '=', job.kind)
        .where('job_key', '=', job.key)
        .where('lease_holder', '=', holder)
        .where('requests', '=', job.requests)
        .executeTakeFirst();
      if (deleted.numDeletedRows > 0n) return true;
    }
    return this.updateLeased(job, holder, { ...reset, run_at: now });
  }

  /** @returns false if the lease is lost */
  save(id: JobId, holder: string, payload: string): Promise<boolean> {
    return this.updateLeased(id, holder, { payload });
  }

  fail(id: JobId, holder: string, runAt: number, error: string): Promise<boolean> {
    return this.updateLeased(id, holder, { ...UNLEASED, run_at: runAt, error: error.slice(0, MAX_ERROR_LENGTH) });
  }

  /** Releases a job whose attempt doesn't count. */
  release({ kind, key, attempts }: StoredJob, holder: string, runAt: number): Promise<boolean> {
    return this.updateLeased({ kind, key }, holder, { ...UNLEASED, run_at: runAt, attempts: attempts - 1 });
  }

  /** Only safe with a single node. */
  async releaseAll(): Promise<void> {
    await this.database.updateTable('job').set(UNLEASED).where('lease_holder', 'is not', null).execute();
  }

  /** The jobs of each kind. */
  async summaries(now: number): Promise<JobsView[]> {
    const rows = await this.database
      .selectFrom('job')
      .select(({ fn, eb }) => {
        const isRunning = eb('lease_until', '>', now);
        return [
          'kind',
          fn
            .sum<number>(eb.case().when(isRunning).then(0).when('run_at', '<=', now).then(1).else(0).end())
            .as('waiting'),
          fn.sum<number>(eb.case().when(isRunning).then(1).else(0).end()).as('running'),
          fn.count<number>('error').as('failed'),
          fn.min<number | null>(eb.case().when(isRunning).then(null).else(eb.ref('run_at')).end()).as('next_run_at'),
        ];
      })
      .groupBy('kind')
      .orderBy('kind')
      .execute();
    const errors = await this.database
      .selectFrom('job')
      .select(['kind', 'error'])
      .where('error', 'is not', null)
      .orderBy('run_at', 'desc')
      .limit(MAX_ERRORS)
      .execute();
    return rows.map(({ kind, waiting, running, failed, next_run_at: nextRunAt }) => ({
      kind,
      waiting: Number(waiting),
      running: Number(running),
      failed: Number(failed),
      lastError: errors.find((one) => one.kind === kind)?.error ?? null,
      nextRunAt: nextRunAt === null ? null : Number(nextRunAt),
    }));
  }

  private newJob({ kind, key }: JobId, payload: string | null, runAt: number) {
    const row = { kind, job_key: key, payload, run_at: runAt, attempts: 0, requests: 0, ...UNLEASED, error: null };
    return this.database.insertInto('job').values(row);
  }

  private update({ kind, key }: JobId) {
    return this.database.updateTable('job').where('kind', '=', kind).where('job_key', '=', key);
  }

  private async updateLeased(id: JobId, holder: string, values: Partial<Row<'job'>>): Promise<boolean> {
    const changed = await this.update(id).set(values).where('lease_holder', '=', holder).executeTakeFirst();
    return changed.numUpdatedRows > 0n;
  }
}
