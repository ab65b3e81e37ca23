import { defineEntity, p } from '@mikro-orm/core';
import type { TermAction, TermCategory, TermLanguage } from '@visionary/contract';

/** Changes to the built-in terms: one row per term that an admin added, changed, or removed. */
const term = defineEntity({
  name: 'BlockedTerm',
  tableName: 'blocked_term',
  properties: {
    /** Derived from the term itself. */
    id: p.character().length(36).primary(),
    text: p.string().length(100),
    category: p.string().length(20).$type<TermCategory>(),
    language: p.string().length(5).$type<TermLanguage>(),
    action: p.string().length(10).$type<TermAction>(),
    /** Comma-separated. */
    scopes: p.string().length(40),
    suggestion: p.string().length(100),
    note: p.string().length(200),
    actorId: p.character().length(36),
    at: p.bigint('number'),
    isRemoved: p.boolean().default(false),
    /** Version of the last change, in the order of the commits. */
    version: p.bigint('number'),
  },
  indexes: [{ name: 'blocked_term_since', properties: ['version'] }],
});

/** One row: the version of the newest change. A change of the terms locks it. */
const termVersion = defineEntity({
  name: 'BlockedTermVersion',
  tableName: 'blocked_term_version',
  properties: { name: p.string().length(10).primary(), version: p.bigint('number') },
});

export const blockedTermEntities = [term, termVersion] as const;
