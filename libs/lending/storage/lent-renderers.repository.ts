import { Injectable } from '@nestjs/common';
import type { DeviceView, LentRendererState, QuietHours } from '@visionary/contract';
import { Database, type Row } from '@visionary/platform/database';
import type { Updateable } from 'kysely';
import type { Tables } from '@visionary/platform/database';
import type { LentRenderer } from '../domain/lent-renderer.js';

export type LentRendererChanges = Partial<
  Omit<LentRenderer, 'id' | 'ownerId' | 'createdAt' | 'lastSeenAt' | 'device' | 'takes' | 'renderMs'>
>;

/** The table of lent renderers. Tokens are stored as hashes. */
@Injectable()
export class LentRenderersRepository {
  constructor(private readonly database: Database) {}

  async add(renderer: LentRenderer, tokenHash: string): Promise<void> {
    const { id, ownerId, createdAt, lastSeenAt, takes, renderMs, device: _device, ...changes } = renderer;
    const columns = columnsOf(changes) as Omit<Row<'lent_renderer'>, 'id'>;
    await this.database
      .insertInto('lent_renderer')
      .values({
        ...columns,
        id,
        owner_id: ownerId,
        token_hash: tokenHash,
        created_at: createdAt,
        last_seen_at: lastSeenAt,
        device: null,
        takes,
        render_ms: renderMs,
      })
      .execute();
  }

  async byTokenHash(tokenHash: string): Promise<LentRenderer | null> {
    const row = await this.all().where('token_hash', '=', tokenHash).executeTakeFirst();
    return row ? rendererOf(row) : null;
  }

  async find(id: string): Promise<LentRenderer | null> {
    const row = await this.all().where('id', '=', id).executeTakeFirst();
    return row ? rendererOf(row) : null;
  }

  /** Inside a transaction: nobody else changes it until the commit. */
  async lock(id: string): Promise<LentRenderer | null> {
    const row = await this.database.forUpdate(this.all().where('id', '=', id)).executeTakeFirst();
    return row ? rendererOf(row) : null;
  }

  /** Oldest first. */
  async ofOwner(ownerId: string): Promise<LentRenderer[]> {
    const rows = await this.all().where('owner_id', '=', ownerId).orderBy('created_at').orderBy('id').execute();
    return rows.map(rendererOf);
  }

  /** Newest first. */
  async newest(limit: number): Promise<LentRenderer[]> {
    const rows = await this.all().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map(rendererOf);
  }

  async change(id: string, changes: LentRendererChanges): Promise<void> {
    await this.database.updateTable('lent_renderer').set(columnsOf(changes)).where('id', '=', id).execute();
  }

  async setTokenHash(id: string, tokenHash: string): Promise<void> {
    await this.database.updateTable('lent_renderer').set({ token_hash: tokenHash }).where('id', '=', id).execute();
  }

  async markSeen(id: string, at: number, device: DeviceView | null): Promise<void> {
    const seen = { last_seen_at: at, ...(device && { device: JSON.stringify(device) }) };
    await this.database.updateTable('lent_renderer').set(seen).where('id', '=', id).execute();
  }

  async countTake(id: string, renderMs: number): Promise<void> {
    await this.database
      .updateTable('lent_renderer')
      .set((eb) => ({ takes: eb('takes', '+', 1), render_ms: eb('render_ms', '+', renderMs) }))
      .where('id', '=', id)
      .execute();
  }

  async delete(id: string): Promise<void> {
    await this.database.deleteFrom('lent_renderer').where('id', '=', id).execute();
  }

  /** Nothing shows it any longer, and its ban still counts. */
  async hideBanned(id: string): Promise<void> {
    const nothing = { state: 'removed', name: '', device: null } as const;
    await this.database.updateTable('lent_renderer').set(nothing).where('id', '=', id).execute();
  }

  async hasHiddenBan(ownerId: string): Promise<boolean> {
    const hidden = this.database.selectFrom('lent_renderer').select('id').where('state', '=', 'removed');
    return (await hidden.where('owner_id', '=', ownerId).executeTakeFirst()) !== undefined;
  }

  async deleteHidden(ownerId: string): Promise<void> {
    const hidden = this.database.deleteFrom('lent_renderer').where('state', '=', 'removed');
    await hidden.where('owner_id', '=', ownerId).execute();
  }

  private all() {
    return this.database.selectFrom('lent_renderer').selectAll().where('state', '!=', 'removed');
  }
}

const columnsOf = (changes: LentRendererChanges): Updateable<Tables['lent_renderer']> => {
  const { name, state, reason, audience, isDraining, roomIds, models, memoryMiB, quietHours } = changes;
  return {
    ...(name !== undefined && { name }),
    ...(state !== undefined && { state }),
    ...(reason !== undefined && { reason }),
    ...(audience !== undefined && { audience }),
    ...(isDraining !== undefined && { is_draining: isDraining ? 1 : 0 }),
    ...(roomIds !== undefined && { room_ids: JSON.stringify(roomIds) }),
    ...(models !== undefined && { models: models && JSON.stringify(models) }),
    ...(memoryMiB !== undefined && { memory_mib: memoryMiB }),
    ...(quietHours !== undefined && { quiet_hours: quietHours && JSON.stringify(quietHours) }),
  };
};

const parsed = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T));

const rendererOf = (row: Row<'lent_renderer'>): LentRenderer => ({
  id: row.id,
  ownerId: row.owner_id,
  name: row.name,
  state: row.state as LentRendererState,
  reason: row.reason,
  isDraining: row.is_draining === 1,
  audience: row.audience,
  roomIds: JSON.parse(row.room_ids) as string[],
  models: parsed<string[]>(row.models),
  memoryMiB: row.memory_mib,
  quietHours: parsed<QuietHours>(row.quiet_hours),
  createdAt: Number(row.created_at),
  lastSeenAt: row.last_seen_at === null ? null : Number(row.last_seen_at),
  device: parsed<DeviceView>(row.device),
  takes: row.takes,
  renderMs: Number(row.render_ms),
});
