import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation, type Row } from '@visionary/platform/database';
import type { RequestedSteer, TakeSteer } from '../domain/take.js';
import { steersOf } from './take-row.js';

const toSteer = (row: Row<'take_steer'>): RequestedSteer => ({
  id: row.id,
  takeId: row.take_id,
  byId: row.actor_id,
  clientId: row.client_id,
  prompt: row.prompt,
  negative: row.negative,
  requestedAt: Number(row.requested_at),
});

const toRow = (steer: RequestedSteer): Row<'take_steer'> => ({
  id: steer.id,
  take_id: steer.takeId,
  actor_id: steer.byId,
  client_id: steer.clientId,
  prompt: steer.prompt,
  negative: steer.negative,
  requested_at: steer.requestedAt,
});

/** Steers and stops that users request. */
@Injectable()
export class SqlSteers {
  constructor(private readonly database: Database) {}

  async byCommand(byId: string, clientId: string): Promise<RequestedSteer | null> {
    const row = await this.database
      .selectFrom('take_steer')
      .selectAll()
      .where('actor_id', '=', byId)
      .where('client_id', '=', clientId)
      .executeTakeFirst();
    return row ? toSteer(row) : null;
  }

  /** Inside a unit of work. @returns false if the take does not render, or the command is a repetition */
  async requestSteer(steer: RequestedSteer): Promise<boolean> {
    if (!(await this.lock(steer.takeId))) return false;
    try {
      await this.database.insertInto('take_steer').values(toRow(steer)).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** In the order of requests. */
  async of(takeId: string): Promise<RequestedSteer[]> {
    const query = this.database.selectFrom('take_steer').selectAll().where('take_id', '=', takeId);
    return (await query.orderBy('requested_at').orderBy('id').execute()).map(toSteer);
  }

  /** Inside a unit of work. @returns the take's room; null if the lease was lost or the steer is recorded already */
  async recordApplied(takeId: string, owner: string, steer: TakeSteer): Promise<{ roomId: string } | null> {
    if (!(await this.lock(takeId, owner))) return null;
    const row = await this.database
      .selectFrom('take')
      .select(['room_id', 'steers'])
      .where('id', '=', takeId)
      .executeTakeFirstOrThrow();
    const applied = steersOf(row);
    if (applied.some(({ id }) => id === steer.id)) return null;
    const steers = JSON.stringify([...applied, steer]);
    await this.database.updateTable('take').set({ steers }).where('id', '=', takeId).execute();
    return { roomId: row.room_id };
  }

  /** @returns false if the take does not render */
  async requestStop(takeId: string, byId: string): Promise<boolean> {
    const result = await this.rendering(takeId)
      .set(({ fn, val }) => ({ stop_by: fn.coalesce('stop_by', val(byId)) }))
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** Locks the take until the transaction ends. @returns false if it does not render, or another attempt owns it */
  private async lock(takeId: string, owner?: string): Promise<boolean> {
    const rendering = this.rendering(takeId).set(({ fn, val }) => ({ steers: fn.coalesce('steers', val('[]')) }));
    const locked = owner === undefined ? rendering : rendering.where('lease_owner', '=', owner);
    return (await locked.executeTakeFirst()).numUpdatedRows > 0n;
  }

  private rendering(takeId: string) {
    return this.database.updateTable('take').where('id', '=', takeId).where('status', '=', 'rendering');
  }
}
