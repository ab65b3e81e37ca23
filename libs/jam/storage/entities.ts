import { defineEntity, p } from '@mikro-orm/core';
import type { Pace } from '@visionary/contract';
import type { TablesOf } from '@visionary/platform/database';

const jamSnapshot = defineEntity({
  name: 'JamSnapshot',
  tableName: 'jam_snapshot',
  properties: {
    roomId: p.character().length(36).primary(),
    state: p.blob().columnType('mediumblob'),
    /** JSON: ClientUserMap. */
    authorship: p.text().columnType('longtext').nullable(),
    at: p.bigint('number'),
  },
});

/** Updates since the snapshot, one row per write. */
const jamUpdate = defineEntity({
  name: 'JamUpdate',
  tableName: 'jam_update',
  properties: {
    id: p.character().length(36).primary(),
    roomId: p.character().length(36),
    state: p.blob().columnType('mediumblob'),
    authorship: p.text().columnType('longtext').nullable(),
    at: p.bigint('number'),
  },
  indexes: [{ name: 'jam_update_room', properties: ['roomId'] }],
});

/** Takes that stand first in their room, with the seq of the event that pinned them. */
const pinnedTake = defineEntity({
  name: 'PinnedTake',
  tableName: 'pinned_take',
  properties: { takeId: p.character().length(36).primary(), roomId: p.character().length(36), seq: p.integer() },
  indexes: [{ name: 'pinned_take_room', properties: ['roomId'] }],
});

/** How long takes of a room should last while several people watch. The last change of a room holds. */
const paceChange = defineEntity({
  name: 'PaceChange',
  tableName: 'pace_change',
  properties: {
    roomId: p.character().length(36).primary(),
    seq: p.integer().primary(),
    seconds: p.integer().$type<Pace>(),
    byId: p.character().length(36),
    at: p.bigint('number'),
  },
});

export const jamEntities = [jamSnapshot, jamUpdate, pinnedTake, paceChange] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof jamEntities> {}
}
