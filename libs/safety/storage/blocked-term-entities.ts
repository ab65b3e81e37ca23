import { defineEntity, p } from '@mikro-orm/core';
import type { TermAction, TermCategory, TermLanguage } from '@visionary/contract';

/** What users made of the lists that came with the server: one row for each word they added, changed or removed. */
const term = defineEntity({
  name: 'BlockedTerm',
  tableName: 'blocked_term',
  properties: {
    /** Made of the word itself. */
    id: p.character().length(36).primary(),
    text: p.string().length(100),
    category: p.string().length(20).$type<TermCategory>(),
    language: p.string().length(5).$type<TermLanguage>(),
    action: p.string().length(10).$type<TermAction>(),
    /** With commas between. */
    scopes: p.string().length(40),
    suggestion: p.string().length(100),
    note: p.string().length(200),
    actorId: p.character().length(36),
    at: p.bigint('number'),
    isRemoved: p.boolean().default(false),
    /** Of the last change, in the order of the commits. */
    version: p.bigint('number'),
  },
  indexes: [{ name: 'blocked_term_since', properties: ['version'] }],
});

/** One row: the version of the newest change. Who changes the lists holds it. */
const termTurn = defineEntity({
  name: 'BlockedTermVersion',
  tableName: 'blocked_term_version',
  properties: { name: p.string().length(10).primary(), version: p.bigint('number') },
});

export const blockedTermEntities = [term, termTurn] as const;
