import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import type { ModeratedMessage, StoredMessage } from '../domain/message.js';
import { messageOf, moderatedMessageOf, NO_CONTENT, rowOf } from './message-row.js';
import { MessageSearchIndex } from './message-search-index.js';

/** Messages of all rooms. Updates the search index in the same transaction. */
@Injectable()
export class SqlMessages {
  constructor(
    private readonly database: Database,
    private readonly searchIndex: MessageSearchIndex,
  ) {}

  async add(message: StoredMessage): Promise<void> {
    const number = await this.searchIndex.add(message);
    await this.database.insertInto('message').values(rowOf(message, number)).execute();
  }

  /** @returns null when the room has no such message */
  async find(roomId: string, messageId: string): Promise<StoredMessage | null> {
    const found = this.database.selectFrom('message').selectAll().where('id', '=', messageId);
    const row = await found.where('room_id', '=', roomId).executeTakeFirst();
    return row ? messageOf(row) : null;
  }

  /** In no particular order, without the ids of no message. */
  async byIds(ids: readonly string[]): Promise<StoredMessage[]> {
    if (ids.length === 0) return [];
    return (await this.database.selectFrom('message').selectAll().where('id', 'in', ids).execute()).map(messageOf);
  }

  /** Messages of a user in a room, deleted ones included, at most `limit`. */
  async countBy(roomId: string, authorId: string, limit: number): Promise<number> {
    const rows = this.database.selectFrom('message').select('id').where('room_id', '=', roomId);
    return (await rows.where('author_id', '=', authorId).limit(limit).execute()).length;
  }

  /** As moderators see them. */
  async moderated(ids: readonly string[]): Promise<ModeratedMessage[]> {
    if (ids.length === 0) return [];
    const rows = this.database.selectFrom('message').selectAll().where('id', 'in', ids);
    return (await rows.execute()).map(moderatedMessageOf);
  }

  /** @returns messages with seq < beforeSeq, newest first */
  async before(roomId: string, beforeSeq: number, limit: number): Promise<StoredMessage[]> {
    const rows = this.inRoom(roomId).where('seq', '<', beforeSeq).orderBy('seq', 'desc').limit(limit);
    return (await rows.execute()).map(messageOf);
  }

  /** @returns messages with seq > afterSeq, oldest first */
  async after(roomId: string, afterSeq: number, limit: number): Promise<StoredMessage[]> {
    const rows = this.inRoom(roomId).where('seq', '>', afterSeq).orderBy('seq').limit(limit);
    return (await rows.execute()).map(messageOf);
  }

  /** @returns the newest message of each room that isn't deleted, with one index lookup per room */
  async newestOf(roomIds: readonly string[]): Promise<StoredMessage[]> {
    if (roomIds.length === 0) return [];
    const newest = await this.database
      .query()
      .selectFrom('room')
      .select(({ selectFrom }) =>
        selectFrom('message')
          .select('message.id')
          .whereRef('message.room_id', '=', 'room.id')
          .where('message.deleted_at', 'is', null)
          .orderBy('message.seq', 'desc')
          .limit(1)
          .as('id'),
      )
      .where('room.id', 'in', roomIds)
      .execute();
    return this.byIds(newest.map(({ id }) => id).filter((id) => id !== null));
  }

  /** @returns pinned messages, the latest pin first */
  async pinned(roomId: string, limit: number): Promise<StoredMessage[]> {
    const pinned = this.inRoom(roomId).where('pinned_at', 'is not', null).where('deleted_at', 'is', null);
    const rows = await pinned.orderBy('pinned_at', 'desc').orderBy('seq', 'desc').limit(limit).execute();
    return rows.map(messageOf);
  }

  /** @returns false when it was deleted; then nothing changes */
  async edit(message: StoredMessage): Promise<boolean> {
    const { text, mentions, edited_at } = rowOf(message, null);
    return this.update(message.id, { text, mentions, edited_at }, () => this.searchIndex.change(message));
  }

  /** Empties a message and marks it as deleted. @returns false when it already was */
  async remove(message: StoredMessage, byId: string, at: number): Promise<boolean> {
    await this.searchIndex.remove(message.id);
    return this.update(message.id, { ...NO_CONTENT, search_row_number: null, deleted_at: at, deleted_by: byId });
  }

  /** Marks a message as deleted and keeps its content. @returns false when it was deleted */
  async hide(messageId: string, byId: string, at: number): Promise<boolean> {
    await this.searchIndex.remove(messageId);
    return this.update(messageId, { search_row_number: null, deleted_at: at, deleted_by: byId, hidden_at: at });
  }

  /** Undoes `hide`. Inside a transaction. */
  async restore(message: StoredMessage): Promise<void> {
    const search_row_number = await this.searchIndex.add(message);
    const visible = { search_row_number, deleted_at: null, deleted_by: null, hidden_at: null };
    await this.database.updateTable('message').set(visible).where('id', '=', message.id).execute();
  }

  /** Empties the hidden messages of a user. They stay deleted. */
  async eraseHidden(authorId: string): Promise<void> {
    const hidden = this.database.selectFrom('message').select('id').where('author_id', '=', authorId);
    const ids = (await hidden.where('hidden_at', 'is not', null).execute()).map(({ id }) => id);
    if (ids.length === 0) return;
    await this.database.deleteFrom('message_edit').where('message_id', 'in', ids).execute();
    for (const table of ['reaction', 'reaction_count'] as const) {
      const reactions = this.database.deleteFrom(table).where('subject_kind', '=', 'message');
      await reactions.where('subject_id', 'in', ids).execute();
    }
    const erased = this.database.updateTable('message').set({ ...NO_CONTENT, hidden_at: null });
    await erased.where('id', 'in', ids).execute();
  }

  /** @returns false when it was deleted */
  async pin(messageId: string, pinned: StoredMessage['pinned']): Promise<boolean> {
    return this.update(messageId, { pinned_at: pinned?.at ?? null, pinned_by: pinned?.byId ?? null });
  }

  /** Whether a message of the room has this upload. */
  async isShown(roomId: string, uploadId: string): Promise<boolean> {
    const withUpload = this.inRoom(roomId).where('attachments', 'like', `%"id":"${uploadId}"%`).limit(1);
    return (await withUpload.execute()).length > 0;
  }

  /** @returns the positions of replies to a message */
  async repliesTo(messageId: string): Promise<{ roomId: string; seq: number }[]> {
    const rows = this.database.selectFrom('message').select(['room_id', 'seq']).where('reply_to_id', '=', messageId);
    return (await rows.execute()).map(({ room_id, seq }) => ({ roomId: room_id, seq }));
  }

  /** @returns messages of a user in all rooms after (at, id), oldest first */
  async byAuthor(authorId: string, after: { at: number; id: string }, limit: number): Promise<StoredMessage[]> {
    const rows = await this.database
      .selectFrom('message')
      .selectAll()
      .where('author_id', '=', authorId)
      .where(afterKeyset(['at', 'id'], [after.at, after.id], 'asc'))
      .orderBy('at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(messageOf);
  }

  private inRoom(roomId: string) {
    return this.database.selectFrom('message').selectAll().where('room_id', '=', roomId);
  }

  /** @returns false when the message was deleted */
  private async update(
    messageId: string,
    columns: Partial<Row<'message'>>,
    then?: () => Promise<void>,
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.database
      .updateTable('message')
      .set(columns)
      .where('id', '=', messageId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await then?.();
    return true;
  }
}
