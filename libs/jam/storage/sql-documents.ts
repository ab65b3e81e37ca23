import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { Documents, type KeptDocument, type KeptUpdate } from '../domain/documents.js';
import type { DocumentTables } from './document-tables.js';

/** The drivers know Buffers, not every array of bytes. */
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const NOBODY = '[]';
const writersOf = (rows: readonly { writers: string }[]): string[] => [
  ...new Set(rows.flatMap(({ writers }) => JSON.parse(writers) as string[])),
];

@Injectable()
export class SqlDocuments extends Documents {
  constructor(private readonly database: Database) {
    super();
  }

  private get sql() {
    return this.database.query<DocumentTables>();
  }

  async load(roomId: string): Promise<KeptDocument | null> {
    // Updates first: what is compacted between the two reads is then seen twice, which is harmless, instead of never.
    const updates = await this.updatesOf(roomId);
    const snapshot = await this.snapshotOf(roomId);
    if (!snapshot) return null;
    const rows = [snapshot, ...updates];
    return { updates: rows.map(({ state }) => state), writerIds: writersOf(rows) };
  }

  async seed(roomId: string, state: Uint8Array, at: number): Promise<boolean> {
    const row = { room_id: roomId, state: bufferOf(state), writers: NOBODY, at };
    try {
      await this.sql.insertInto('jam_snapshot').values(row).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async append({ id, roomId, update, writerIds, at }: KeptUpdate): Promise<void> {
    const row = { id, room_id: roomId, state: bufferOf(update), writers: JSON.stringify(writerIds), at };
    await this.sql.insertInto('jam_update').values(row).execute();
  }

  async compact(roomId: string, at: number, merge: (updates: readonly Uint8Array[]) => Uint8Array): Promise<void> {
    // Locks the room's snapshot until the transaction ends.
    await this.sql.updateTable('jam_snapshot').set({ at }).where('room_id', '=', roomId).execute();
    const snapshot = await this.snapshotOf(roomId);
    const updates = await this.updatesOf(roomId);
    if (!snapshot) return;
    const rows = [snapshot, ...updates];
    const compacted = {
      state: bufferOf(merge(rows.map(({ state }) => state))),
      writers: JSON.stringify(writersOf(rows)),
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
    return this.sql
      .selectFrom('jam_snapshot')
      .select(['state', 'writers'])
      .where('room_id', '=', roomId)
      .executeTakeFirst();
  }

  private updatesOf(roomId: string) {
    return this.sql.selectFrom('jam_update').select(['id', 'state', 'writers']).where('room_id', '=', roomId).execute();
  }
}
