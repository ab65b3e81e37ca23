import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

/** Mapping for migrations; the repository speaks plain rows (DocumentTables). */
const jamSnapshot = defineEntity({
  name: 'JamSnapshot',
  tableName: 'jam_snapshot',
  properties: {
    roomId: p.character().length(36).primary(),
    state: p.blob().columnType('mediumblob'),
    writers: p.text(),
    /** JSON: which user wrote by which of the document's clients, ClientUserMap. */
    authorship: p.text().columnType('longtext').nullable(),
    at: p.bigint('number'),
  },
});

/** What was written since the snapshot, one row for each moment of writing. */
const jamUpdate = defineEntity({
  name: 'JamUpdate',
  tableName: 'jam_update',
  properties: {
    id: p.character().length(36).primary(),
    roomId: p.character().length(36),
    state: p.blob().columnType('mediumblob'),
    writers: p.text(),
    authorship: p.text().columnType('longtext').nullable(),
    at: p.bigint('number'),
  },
  indexes: [{ name: 'jam_update_room', properties: ['roomId'] }],
});

export const jamEntities: EntitySchema[] = [jamSnapshot, jamUpdate];
