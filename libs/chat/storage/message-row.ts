import type { Row } from '@visionary/platform/database';
import type { AttachmentView, SharedTake } from '@visionary/contract';
import type { StoredMessage } from '../domain/message.js';

export type MessageRow = Row<'message'>;

const parseOr = <T>(json: string | null, fallback: T): T => (json === null ? fallback : (JSON.parse(json) as T));
const toJson = (list: readonly unknown[]): string | null => (list.length ? JSON.stringify(list) : null);
const actionOf = (byId: string | null, at: number | null) => (byId === null || at === null ? null : { byId, at });

export const messageOf = (row: MessageRow): StoredMessage => ({
  id: row.id,
  roomId: row.room_id,
  seq: row.seq,
  authorId: row.author_id,
  clientId: row.client_id,
  text: row.text,
  at: row.at,
  replyToId: row.reply_to_id,
  attachments: parseOr<AttachmentView[]>(row.attachments, []),
  card: parseOr<SharedTake | null>(row.shared_take, null),
  mentions: parseOr<string[]>(row.mentions, []),
  editedAt: row.edited_at,
  deleted: actionOf(row.deleted_by, row.deleted_at),
  pinned: actionOf(row.pinned_by, row.pinned_at),
});

/** @param number row number in the search index, null when not indexed */
export const rowOf = (message: StoredMessage, number: number | null): MessageRow => ({
  id: message.id,
  room_id: message.roomId,
  seq: message.seq,
  author_id: message.authorId,
  client_id: message.clientId,
  text: message.text,
  at: message.at,
  reply_to_id: message.replyToId,
  attachments: toJson(message.attachments),
  shared_take: message.card && JSON.stringify(message.card),
  mentions: toJson(message.mentions),
  edited_at: message.editedAt,
  deleted_at: message.deleted?.at ?? null,
  deleted_by: message.deleted?.byId ?? null,
  pinned_at: message.pinned?.at ?? null,
  pinned_by: message.pinned?.byId ?? null,
  search_row_number: number,
});
