import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

const id = () => p.character().length(36);
const digest = () => p.character().length(64);
const at = () => p.bigint('number');

/** What was decided about a content, once for each that decided it. Mapping for migrations; see tables.ts. */
const content = defineEntity({
  name: 'SafetyContent',
  tableName: 'safety_content',
  properties: {
    /** SHA-256 of an image's pixels, of a file, or of a file's weights. */
    digest: digest().primary(),
    /** The decision's id, or `check`. */
    cause: id().primary(),
    kind: p.string().length(10),
    verdict: p.string().length(10),
    maturity: p.string().length(10).nullable(),
    /** Of an image: the same for those that look alike, but for a few bits. */
    print: digest().nullable(),
    caseId: id().nullable(),
    /** In the order in which they were written down. */
    seq: at(),
    at: at(),
  },
  indexes: [
    { name: 'safety_content_cause', properties: ['cause'] },
    { name: 'safety_content_seq', properties: ['seq'] },
  ],
});

/** One row: whoever decides holds it alone, whoever brings a content holds it together with others who bring one. */
const turn = defineEntity({
  name: 'SafetyContentTurn',
  tableName: 'safety_content_turn',
  properties: { id: p.integer().primary().autoincrement(false), seq: at() },
});

/** Where a content stands that nobody has decided about: a decision about the same one elsewhere finds it. */
const place = defineEntity({
  name: 'SafetyContentPlace',
  tableName: 'safety_content_place',
  properties: {
    subjectKey: p.string().length(60).primary(),
    subjectKind: p.string().length(10),
    subjectId: id(),
    picture: p.smallint().nullable(),
    digest: digest(),
  },
  indexes: [{ name: 'safety_content_place_digest', properties: ['digest'] }],
});

/** What a decision about the same, or what it looks like, has done to something else: it ends with the decision. */
const reach = defineEntity({
  name: 'SafetyContentReach',
  tableName: 'safety_content_reach',
  properties: {
    subjectKey: p.string().length(60).primary(),
    /** As of SafetyContent. */
    cause: id().primary(),
    subjectKind: p.string().length(10),
    subjectId: id(),
    picture: p.smallint().nullable(),
    digest: digest(),
    print: digest().nullable(),
    /** In which it waits; null where it waits in none. */
    caseId: id().nullable(),
    /** For whom it was, and is by the decision; null: it is hidden. */
    before: p.string().length(10).nullable(),
    decided: p.string().length(10).nullable(),
  },
  indexes: [{ name: 'safety_content_reach_cause', properties: ['cause'] }],
});

/** What was decided about has come again: turned away, or kept and covered as this subject. */
const cameBack = defineEntity({
  name: 'SafetyReturn',
  tableName: 'safety_return',
  properties: {
    id: id().primary(),
    caseId: id(),
    cause: id(),
    digest: digest(),
    subjectKind: p.string().length(10).nullable(),
    subjectId: id().nullable(),
    picture: p.smallint().nullable(),
    at: at(),
  },
  indexes: [
    { name: 'safety_return_of_case', properties: ['caseId'] },
    { name: 'safety_return_of_cause', properties: ['cause'] },
  ],
});

export const fingerprintEntities: readonly EntitySchema[] = [content, turn, place, reach, cameBack];
