import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { type CompactedDocument, Documents, type StoredDocument, type StoredUpdate } from '../domain/documents.js';
import type { ClientUserMap } from '../domain/client-authorship.js';
import type { DocumentTables } from './document-tables.js';

/** The drivers know Buffers, not every array of bytes. */
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const NOBODY = '[]';
const writersOf = (rows: readonly { writers: string }[]): string[] => [
  ...new Set(rows.flatMap(({ writers }) => JSON.parse(writers) as string[])),
];
/** Rows of former versions have none. */
const authorshipOf = (rows: readonly { authorship: string | null }[]): ClientUserMap =>
  rows.flatMap(({ authorship }) => (authorship === null ? [] : (JSON.parse(authorship) as ClientUserMap)));
const keptOf = (rows: readonly Pick<DocumentTables['jam_update'], (typeof COLUMNS)[number]>[]): StoredDocument => ({
  updates: rows.map(({ state }) => state),
  writerIds: writersOf(rows),
  authorship: authorshipOf(rows),
});
const COLUMNS = ['state', 'writers', 'authorship'] as const;

@Injectable()
export class SqlDocuments extends Documents {
  constructor(private readonly database: Database) {
    super();
  }

  private get sql() {
    return this.database.query<DocumentTables>();
  }

  async load(roomId: string): Promise<StoredDocument | null> {
    // Updates first: what is compacted between the two reads is then seen twice, which is harmless, instead of never.
    const updates = await this.updatesOf(roomId);
    const snapshot = await this.snapshotOf(roomId);
    if (!snapshot) return null;
    return keptOf([snapshot, ...updates]);
  }

  async seed(roomId: string, state: Uint8Array, at: number): Promise<boolean> {
    const row = { room_id: roomId, state: bufferOf(state), writers: NOBODY, authorship: null, at };
    try {
      await this.sql.insertInto('jam_snapshot').values(row).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async append({ id, roomId, update, writerIds, authorship, at }: StoredUpdate): Promise<void> {
    const row = {
      ...{ id, room_id: roomId, state: bufferOf(update), at },
      ...{ writers: JSON.stringify(writerIds), authorship: JSON.stringify(authorship) },
    };
    await this.sql.insertInto('jam_update').values(row).execute();
  }

  async compact(roomId: string, at: number, merge: (kept: StoredDocument) => CompactedDocument): Promise<void> {
    // Locks the room's snapshot until the transaction ends.
    await this.sql.updateTable('jam_snapshot').set({ at }).where('room_id', '=', roomId).execute();
    const snapshot = await this.snapshotOf(roomId);
    const updates = await this.updatesOf(roomId);
    if (!snapshot) return;
    const { state, writerIds, authorship } = merge(keptOf([snapshot, ...updates]));
    const compacted = {
      state: bufferOf(state),
      writers: JSON.stringify(writerIds),
      authorship: JSON.stringify(authorship),
    };
    await this.sql.updateTable('jam_snapshot').set(compacted).where('room_id', '=', roomId).execute();
    if (!updates.length) return;
    // Exactly those that were read: another one may have come meanwhile.
    const ids = updates.map(({ id }) => id);
    await this.sql.deleteFrom('jam_update').where('id', 'in', ids).execute();
  }

  async forgetWriters(roomId: string): Promise<void> {
    await this.sql.updateTable('jam_snapshot').set({ writers: NOBODY }).where('room_id', '=', roomId).execute();
    await this.sql.updateTable('jam_update').set({ writers: NOBODY }).where('room_id', '=', roomId).execute();
  }

  private snapshotOf(roomId: string) {
    return this.sql.selectFrom('jam_snapshot').select(COLUMNS).where('room_id', '=', roomId).executeTakeFirst();
  }

  private updatesOf(roomId: string) {
    return this.sql
      .selectFrom('jam_update')
      .select(['id', ...COLUMNS])
      .where('room_id', '=', roomId)
      .execute();
  }
}
