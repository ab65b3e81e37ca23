import { Injectable } from '@nestjs/common';
import { Database, type Row, type Tables } from '@visionary/platform/database';
import type { ExpressionBuilder } from 'kysely';
import type { Invitation } from '../domain/invitation.js';

const invitationOf = (row: Row<'invitation'>): Invitation => ({
  id: row.id,
  tokenHash: row.token_hash,
  roomId: row.room_id,
  byId: row.actor_id,
  createdAt: row.created_at,
  role: row.role,
  expiresAt: row.expires_at,
  usesLeft: row.uses_left,
  used: row.used,
  revokedAt: row.revoked_at,
});

/** The opposite of `isExpired`. */
const isActive =
  (now: number) =>
  ({ eb, and, or }: ExpressionBuilder<Tables, 'invitation'>) =>
    and([
      eb('revoked_at', 'is', null),
      or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]),
      or([eb('uses_left', 'is', null), eb('uses_left', '>', 0)]),
    ]);

/** Invitations to rooms. */
@Injectable()
export class Invitations {
  constructor(private readonly database: Database) {}

  async add({ id, tokenHash, roomId, byId, createdAt, role, expiresAt, usesLeft }: Invitation): Promise<void> {
    const row = {
      id,
      token_hash: tokenHash,
      room_id: roomId,
      actor_id: byId,
      created_at: createdAt,
      role,
      expires_at: expiresAt,
      uses_left: usesLeft,
      used: 0,
      revoked_at: null,
    };
    await this.database.insertInto('invitation').values(row).execute();
  }

  async find(tokenHash: string): Promise<Invitation | null> {
    const found = this.database.selectFrom('invitation').selectAll().where('token_hash', '=', tokenHash);
    const row = await found.executeTakeFirst();
    return row ? invitationOf(row) : null;
  }

  async byId(roomId: string, id: string): Promise<Invitation | null> {
    const found = this.database.selectFrom('invitation').selectAll().where('id', '=', id).where('room_id', '=', roomId);
    const row = await found.executeTakeFirst();
    return row ? invitationOf(row) : null;
  }

  /** Active invitations, newest first. */
  async listActive(roomId: string, now: number, limit: number): Promise<Invitation[]> {
    const rows = await this.database
      .selectFrom('invitation')
      .selectAll()
      .where('room_id', '=', roomId)
      .where(isActive(now))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(invitationOf);
  }

  /** Counts one use. @returns false for an expired invitation */
  async use(id: string, now: number): Promise<boolean> {
    // A single statement checks and counts, so of concurrent calls only one gets the last use.
    const used = await this.database
      .updateTable('invitation')
      .set((row) => ({ used: row('used', '+', 1), uses_left: row('uses_left', '-', 1) }))
      .where('id', '=', id)
      .where(isActive(now))
      .executeTakeFirst();
    return used.numUpdatedRows > 0n;
  }

  async revoke(id: string, at: number): Promise<void> {
    const active = this.database.updateTable('invitation').set({ revoked_at: at }).where('revoked_at', 'is', null);
    await active.where('id', '=', id).execute();
  }

  /** Revokes all invitations that this user created, for one room or for all. */
  async revokeOf(byId: string, at: number, roomId?: string): Promise<void> {
    const active = this.database.updateTable('invitation').set({ revoked_at: at }).where('revoked_at', 'is', null);
    const createdByUser = active.where('actor_id', '=', byId);
    await (roomId === undefined ? createdByUser : createdByUser.where('room_id', '=', roomId)).execute();
  }

  /** Deletes invitations that expired or were revoked before `since`. */
  async sweep(since: number): Promise<void> {
    const expired = this.database.deleteFrom('invitation');
    await expired.where(({ eb, or }) => or([eb('expires_at', '<', since), eb('revoked_at', '<', since)])).execute();
  }
}
