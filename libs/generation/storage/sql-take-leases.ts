import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import type { EndRequests, FinishedResult, Lease, LeasedTake, Lost, TakeFailure, TakeStop } from '../domain/take.js';
import { addTakeBlobs, blobsOf } from './take-blobs.js';
import { finishedColumns, parseStop } from './take-row.js';

const NO_LEASE = { lease_owner: null, lease_until: null, cancel_by: null, stop_by: null, admin_reason: null } as const;

/**
 * Takes that a renderer has, in the database. Each change is one guarded UPDATE that reports whether the attempt still had its lease,
 * so that exactly one of two racing ends wins.
 */
@Injectable()
export class SqlTakeLeases {
  constructor(private readonly database: Database) {}

  /** @returns undefined if the lease was lost */
  async renew(id: string, { owner, until }: Lease): Promise<EndRequests | undefined> {
    await this.ofOwner(id, owner).set({ lease_until: until }).execute();
    const row = await this.database
      .selectFrom('take')
      .select(['cancel_by', 'stop_by', 'admin_reason'])
      .where('id', '=', id)
      .where('lease_owner', '=', owner)
      .where('status', '=', 'rendering')
      .executeTakeFirst();
    return row && { isCancelRequested: isCancelRequested(row), isStopRequested: row.stop_by !== null };
  }

  /** @returns false if the lease was lost, or an admin ended the take */
  async finish(id: string, owner: string, result: FinishedResult): Promise<boolean> {
    const { stopPoint } = result.record.job;
    const stop: TakeStop | undefined = stopPoint && { byId: await this.stopperOf(id), ...stopPoint };
    const { numUpdatedRows } = await this.ofOwner(id, owner)
      .set({ ...NO_LEASE, ...finishedColumns(result), stop: stop ? JSON.stringify(stop) : null })
      .where('admin_reason', 'is', null)
      .executeTakeFirst();
    const isChanged = numUpdatedRows > 0n;
    if (isChanged) await addTakeBlobs(this.database, id, blobsOf(result));
    return isChanged;
  }

  /** @returns false if the lease was lost */
  fail(id: string, owner: string, { code, detail }: TakeFailure, at: number): Promise<boolean> {
    return this.changeState(id, owner, {
      ...NO_LEASE,
      status: 'failed',
      failure_code: code,
      failure_detail: detail.slice(0, 2_000),
      ended_at: at,
    });
  }

  /** @returns who cancelled it; undefined if the lease was lost */
  async cancelRunning(id: string, owner: string, at: number): Promise<{ byId: string | null } | undefined> {
    const isChanged = await this.changeState(id, owner, {
      lease_owner: null,
      lease_until: null,
      status: 'cancelled',
      ended_at: at,
    });
    if (!isChanged) return undefined;
    const row = await this.database.selectFrom('take').select('cancel_by').where('id', '=', id).executeTakeFirst();
    return { byId: row?.cancel_by ?? null };
  }

  /** @param lost what was lost during the attempt, and is counted */
  async requeue(id: string, owner: string, lost: Lost | null): Promise<boolean> {
    const result = await this.ofOwner(id, owner)
      .set((row) => ({
        ...NO_LEASE,
        status: 'queued',
        losses: row('losses', '+', lost === 'renderer' ? 1 : 0),
        node_losses: row('node_losses', '+', lost === 'node' ? 1 : 0),
      }))
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** @returns undefined if the lease was lost */
  async findLeased(id: string, owner: string): Promise<LeasedTake | undefined> {
    const row = await this.database
      .selectFrom('take')
      .select(['room_id', 'losses', 'node_losses', 'cancel_by', 'admin_reason'])
      .where('id', '=', id)
      .where('lease_owner', '=', owner)
      .where('status', '=', 'rendering')
      .executeTakeFirst();
    return (
      row && {
        ...{ roomId: row.room_id, losses: row.losses, nodeLosses: row.node_losses },
        isCancelRequested: isCancelRequested(row),
      }
    );
  }

  /** Takes whose lease has expired. */
  async expiredLeases(now: number): Promise<{ id: string; owner: string }[]> {
    const rows = await this.database
      .selectFrom('take')
      .select(['id', 'lease_owner'])
      .where('status', '=', 'rendering')
      .where('lease_until', '<=', now)
      .execute();
    return rows.map((row) => ({ id: row.id, owner: row.lease_owner ?? '' }));
  }

  /** For a repetition, the user who stopped the first take. */
  private async stopperOf(id: string): Promise<string> {
    const row = await this.database
      .selectFrom('take')
      .select(['stop_by', 'stop', 'author_id'])
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.stop_by ?? (row && parseStop(row)?.byId) ?? row?.author_id ?? '';
  }

  private ofOwner(id: string, owner: string) {
    return this.database
      .updateTable('take')
      .where('id', '=', id)
      .where('status', '=', 'rendering')
      .where('lease_owner', '=', owner);
  }

  private async changeState(id: string, owner: string, change: Partial<Row<'take'>>): Promise<boolean> {
    return (await this.ofOwner(id, owner).set(change).executeTakeFirst()).numUpdatedRows > 0n;
  }
}

/** At the terminal of the server, no user ends it. */
const isCancelRequested = (row: Pick<Row<'take'>, 'cancel_by' | 'admin_reason'>): boolean =>
  row.cancel_by !== null || row.admin_reason !== null;
