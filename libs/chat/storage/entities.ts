import { defineEntity, p } from '@mikro-orm/core';
import type { TablesOf } from '@visionary/platform/database';

const message = defineEntity({
  name: 'Message',
  tableName: 'message',
  properties: {
    id: p.character().length(36).primary(),
    roomId: p.character().length(36),
    seq: p.integer(),
    authorId: p.character().length(36),
    clientId: p.character().length(36),
    text: p.text(),
    at: p.bigint('number'),
    replyToId: p.character().length(36).nullable(),
    /** JSON: AttachmentView[]. */
    attachments: p.text().nullable(),
    /** JSON: SharedTake. */
    sharedTake: p.text().nullable(),
    editedAt: p.bigint('number').nullable(),
    deletedAt: p.bigint('number').nullable(),
    deletedBy: p.character().length(36).nullable(),
    /** Set when a moderator can restore the message. It counts as deleted, and its content is kept until then. */
    hiddenAt: p.bigint('number').nullable(),
    pinnedAt: p.bigint('number').nullable(),
    pinnedBy: p.character().length(36).nullable(),
    /** JSON: ids of the mentioned users who can see the room. */
    mentions: p.text().nullable(),
    /** Its row in the full-text index `message_search`; null until it is indexed. */
    searchRowNumber: p.bigint('number').nullable(),
  },
  uniques: [
    { name: 'message_room_seq', properties: ['roomId', 'seq'] },
    { name: 'message_search_row_number', properties: ['searchRowNumber'] },
  ],
  indexes: [
    { name: 'message_unread', properties: ['roomId', 'seq', 'authorId', 'deletedAt'] },
    { name: 'message_replies', properties: ['replyToId'] },
    { name: 'message_of_author', properties: ['authorId', 'at'] },
    { name: 'message_pins', properties: ['roomId', 'pinnedAt'] },
  ],
});

/** A text that an edit replaced; `seq` is that of the edit. */
const messageVersion = defineEntity({
  name: 'MessageEdit',
  tableName: 'message_edit',
  properties: {
    messageId: p.character().length(36).primary(),
    seq: p.integer().primary(),
    text: p.text(),
    at: p.bigint('number'),
  },
});

export const chatEntities = [message, messageVersion] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof chatEntities> {}
}
