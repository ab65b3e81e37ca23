import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';
import { at, hash, id } from './columns.js';

/** What somebody is about to publish. */
const hubDraft = defineEntity({
  name: 'HubDraft',
  tableName: 'hub_draft',
  properties: {
    id: id().primary(),
    makerId: id(),
    clientId: id(),
    /** Of a later version. */
    modelId: id().nullable(),
    state: p.string().length(10),
    /** JSON. */
    form: p.text().columnType('longtext'),
    proposed: p.text().columnType('longtext'),
    facts: p.text().columnType('longtext').nullable(),
    renderFacts: p.text().columnType('longtext').nullable(),
    refusal: p.text().nullable(),
    hash: hash().nullable(),
    /** JSON: what was refused before a byte of it came, the last first. */
    turnedAway: p.text().columnType('longtext').nullable(),
    /** Whose turn it is to check it, and until when: a node that dies over it gives it up. */
    checkedBy: id().nullable(),
    checkUntil: at().nullable(),
    /** How often a check of these files began. */
    checks: p.smallint().default(0),
    createdAt: at(),
    changedAt: at(),
    /** Once it is published: publishing it again gives this. */
    versionId: id().nullable(),
  },
  uniques: [{ name: 'hub_draft_once', properties: ['makerId', 'clientId'] }],
  indexes: [
    { name: 'hub_draft_of_maker', properties: ['makerId', 'changedAt'] },
    { name: 'hub_draft_left', properties: ['state', 'changedAt'] },
    { name: 'hub_draft_of_model', properties: ['modelId'] },
  ],
});

const hubDraftFile = defineEntity({
  name: 'HubDraftFile',
  tableName: 'hub_draft_file',
  properties: {
    /** Its upload has the same id. */
    id: id().primary(),
    draftId: id(),
    path: p.string().length(200),
    bytes: p.bigint('number'),
    received: p.bigint('number'),
    state: p.string().length(10),
    sha256: hash().nullable(),
    weightsHash: hash().nullable(),
    crc32: p.bigint('number').nullable(),
    isKnown: p.boolean().default(false),
    /** JSON. */
    refusal: p.text().nullable(),
    createdAt: at(),
    /** What its creator's side says the content is. */
    announced: hash().nullable(),
    /** It was unpacked from this one. */
    archiveId: id().nullable(),
    /** Who writes to it or looks at it, and until when: a node that dies over it gives it up. */
    heldBy: id().nullable(),
    heldUntil: at().nullable(),
    /** How often somebody began to look at it. */
    looks: p.smallint().default(0),
    /** When a part of it came in last. */
    movedAt: at(),
  },
  indexes: [
    { name: 'hub_draft_file_of_draft', properties: ['draftId', 'path'] },
    { name: 'hub_draft_file_of_hash', properties: ['sha256'] },
    { name: 'hub_draft_file_left', properties: ['state', 'movedAt'] },
  ],
});

/** What crashed or hung whoever tried it: the same bytes are not tried again. */
const hubQuarantine = defineEntity({
  name: 'HubQuarantine',
  tableName: 'hub_quarantine',
  properties: {
    /** As a version's: of the folder, or of the single file. */
    hash: hash().primary(),
    /** JSON. */
    refusal: p.text(),
    at: at(),
  },
});

/** What users upload before they publish it, and what is not tried again. */
export const draftsEntities: EntitySchema[] = [hubDraft, hubDraftFile, hubQuarantine];
