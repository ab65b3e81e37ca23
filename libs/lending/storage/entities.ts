import { defineEntity, p } from '@mikro-orm/core';
import type { LendingAudience, LentRendererState } from '@visionary/contract';
import type { TablesOf } from '@visionary/platform/database';

const id = () => p.character().length(36);
const at = () => p.bigint('number');

const lentRenderer = defineEntity({
  name: 'LentRenderer',
  tableName: 'lent_renderer',
  properties: {
    id: id().primary(),
    ownerId: id(),
    name: p.string().length(60),
    tokenHash: p.character().length(64),
    /** `removed`: banned, then deleted by its owner. It still counts as a ban. */
    state: p.string().length(10).$type<LentRendererState | 'removed'>(),
    reason: p.string().length(300).default(''),
    isDraining: p.boolean().default(false),
    audience: p.string().length(10).$type<LendingAudience>(),
    /** JSON: ids of rooms. */
    roomIds: p.text(),
    /** JSON: ids of models. Null: all. */
    models: p.text().nullable(),
    memoryMib: p.integer().nullable(),
    /** JSON. */
    quietHours: p.text().nullable(),
    createdAt: at(),
    lastSeenAt: at().nullable(),
    /** JSON. */
    device: p.text().nullable(),
    takes: p.integer().default(0),
    renderMs: at().defaultRaw('0'),
  },
  uniques: [{ name: 'lent_renderer_token', properties: ['tokenHash'] }],
  indexes: [{ name: 'lent_renderer_of_owner', properties: ['ownerId', 'createdAt', 'id'] }],
});

export const lendingEntities = [lentRenderer] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof lendingEntities> {}
}
