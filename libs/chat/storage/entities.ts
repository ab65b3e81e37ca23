import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

/** Mapping for migrations; the repositories speak plain rows (ChatTables). */
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
  },
  uniques: [{ name: 'message_place', properties: ['roomId', 'seq'] }],
});

const reaction = defineEntity({
  name: 'Reaction',
  tableName: 'reaction',
  properties: {
    messageId: p.character().length(36).primary(),
    personId: p.character().length(36).primary(),
    emoji: p.string().length(32).primary(),
    at: p.bigint('number'),
  },
});

export const chatEntities: EntitySchema[] = [message, reaction];
