import type { Row } from '@visionary/platform/database';
import type { AttachmentView, SharedTake } from '@visionary/contract';
import type { ModeratedMessage, StoredMessage } from '../domain/message.js';

const parseOr = <T>(json: string | null, fallback: T): T => (json === null ? fallback : (JSON.parse(json) as T));
const toJson = (list: readonly unknown[]): string | null => (list.length ? JSON.stringify(list) : null);
const actionOf = (byId: string | null, at: number | null) => (byId === null || at === null ? null : { byId, at });

/** What a message loses when it is deleted. */
export const NO_CONTENT = {
  text: '',
  mentions: null,
  reply_to_id: null,
  attachments: null,
  shared_take: null,
  edited_at: null,
  pinned_at: null,
  pinned_by: null,
} as const satisfies Partial<Row<'message'>>;

/** A hidden message reads as a deleted one. */
export const messageOf = (row: Row<'message'>): StoredMessage =>
  withContent(row.hidden_at === null ? row : { ...row, ...NO_CONTENT });

/** As moderators see it: with its content also while it is hidden. */
export const moderatedMessageOf = (row: Row<'message'>): ModeratedMessage => ({
  ...withContent(row.hidden_at === null ? row : { ...row, deleted_at: null, deleted_by: null }),
  isHidden: row.hidden_at !== null,
});

const withContent = (row: Row<'message'>): StoredMessage => ({
  id: row.id,
  roomId: row.room_id,
  seq: row.seq,
  authorId: row.author_id,
  clientId: row.client_id,
  text: row.text,
  at: row.at,
  replyToId: row.reply_to_id,
  attachments: parseOr<AttachmentView[]>(row.attachments, []),
  sharedTake: parseOr<SharedTake | null>(row.shared_take, null),
  mentions: parseOr<string[]>(row.mentions, []),
  editedAt: row.edited_at,
  deleted: actionOf(row.deleted_by, row.deleted_at),
  pinned: actionOf(row.pinned_by, row.pinned_at),
});

/** @param number row number in the search index, null when not indexed */
export const rowOf = (message: StoredMessage, number: number | null): Row<'message'> => ({
  id: message.id,
  room_id: message.roomId,
  seq: message.seq,
  author_id: message.authorId,
  client_id: message.clientId,
  text: message.text,
  at: message.at,
  reply_to_id: message.replyToId,
  attachments: toJson(message.attachments),
  shared_take: message.sharedTake && JSON.stringify(message.sharedTake),
  mentions: toJson(message.mentions),
  edited_at: message.editedAt,
  deleted_at: message.deleted?.at ?? null,
  deleted_by: message.deleted?.byId ?? null,
  hidden_at: null,
  pinned_at: message.pinned?.at ?? null,
  pinned_by: message.pinned?.byId ?? null,
  search_row_number: number,
});
