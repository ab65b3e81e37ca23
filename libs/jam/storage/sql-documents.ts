import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation, type Tables } from '@visionary/platform/database';
import type { ClientUserMap } from '../domain/client-authorship.js';
import type { CompactedDocument, StoredDocument, StoredUpdate } from '../domain/stored-document.js';

/** The drivers accept only Buffers. */
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
/** Rows of earlier versions have no authorship. */
const authorshipOf = (rows: readonly { authorship: string | null }[]): ClientUserMap =>
  rows.flatMap(({ authorship }) => (authorship === null ? [] : (JSON.parse(authorship) as ClientUserMap)));
const documentOf = (rows: readonly Pick<Tables['jam_update'], (typeof COLUMNS)[number]>[]): StoredDocument => ({
  updates: rows.map(({ state }) => state),
  authorship: authorshipOf(rows),
});
const COLUMNS = ['state', 'authorship'] as const;

/** The documents of rooms: one snapshot per room, and the updates since. */
@Injectable()
export class SqlDocuments {
  constructor(private readonly database: Database) {}

  /** @returns null when the document was never opened */
  async load(roomId: string): Promise<StoredDocument | null> {
    // Updates first: an update that is compacted between the two reads is then read twice, which is harmless.
    const updates = await this.updatesOf(roomId);
    const snapshot = await this.snapshotOf(roomId);
    if (!snapshot) return null;
    return documentOf([snapshot, ...updates]);
  }

  /** @returns false when another node has created the document */
  async seed(roomId: string, state: Uint8Array, at: number): Promise<boolean> {
    const row = { room_id: roomId, state: bufferOf(state), authorship: null, at };
    try {
      await this.database.insertInto('jam_snapshot').values(row).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async append({ id, roomId, update, authorship, at }: StoredUpdate): Promise<void> {
    const row = {
      id,
      room_id: roomId,
      state: bufferOf(update),
      at,
      authorship: JSON.stringify(authorship),
    };
    await this.database.insertInto('jam_update').values(row).execute();
  }

  /**
   * Replaces snapshot and updates by one snapshot. Inside a transaction; concurrent nodes wait for each other.
   * @param merge builds the new snapshot
   */
  async compact(roomId: string, at: number, merge: (stored: StoredDocument) => CompactedDocument): Promise<void> {
    // Locks the room's snapshot until the transaction ends.
    await this.database.updateTable('jam_snapshot').set({ at }).where('room_id', '=', roomId).execute();
    const snapshot = await this.snapshotOf(roomId);
    const updates = await this.updatesOf(roomId);
    if (!snapshot) return;
    const { state, authorship } = merge(documentOf([snapshot, ...updates]));
    const compacted = { state: bufferOf(state), authorship: JSON.stringify(authorship) };
    await this.database.updateTable('jam_snapshot').set(compacted).where('room_id', '=', roomId).execute();
    if (!updates.length) return;
    // Only the updates that were read, because another one may have been added.
    const ids = updates.map(({ id }) => id);
    await this.database.deleteFrom('jam_update').where('id', 'in', ids).execute();
  }

  private snapshotOf(roomId: string) {
    return this.database.selectFrom('jam_snapshot').select(COLUMNS).where('room_id', '=', roomId).executeTakeFirst();
  }

  private updatesOf(roomId: string) {
    return this.database
      .selectFrom('jam_update')
      .select(['id', ...COLUMNS])
      .where('room_id', '=', roomId)
      .execute();
  }
}
