import { defineEntity, p } from '@mikro-orm/core';
import type { TermAction, TermCategory, TermLanguage, TermTopic } from '@visionary/contract';

/** Changes of admins to the built-in lists: one row for each term that was added, changed, or removed. */
const blockedTerm = defineEntity({
  name: 'BlockedTerm',
  tableName: 'blocked_term',
  properties: {
    /** Derived from the text. */
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
    /** The version of the last change, in the order of commits. */
    version: p.bigint('number'),
  },
  indexes: [{ name: 'blocked_term_since', properties: ['version'] }],
});

/** The topics that an admin turned off, or on again. */
const blockedTermTopic = defineEntity({
  name: 'BlockedTermTopic',
  tableName: 'blocked_term_topic',
  properties: {
    topic: p.string().length(20).$type<TermTopic>().primary(),
    isOn: p.boolean(),
    actorId: p.character().length(36),
    at: p.bigint('number'),
    version: p.bigint('number'),
  },
});

/** One row: the version of the newest change. Every transaction that changes the lists locks it. */
const blockedTermVersion = defineEntity({
  name: 'BlockedTermVersion',
  tableName: 'blocked_term_version',
  properties: { name: p.string().length(10).primary(), version: p.bigint('number') },
});

export const blockedTermEntities = [blockedTerm, blockedTermTopic, blockedTermVersion] as const;
