import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';
import { at, hash, id } from './columns.js';

/** What somebody is about to publish. */
const hubDraft = defineEntity({
  name: 'HubDraft',
  tableName: 'hub_draft',
  properties: {
    id: id().primary(),
    creatorId: id(),
    clientId: id(),
    /** Of a later version. */
    modelId: id().nullable(),
    state: p.string().length(10),
    /** JSON. */
    form: p.text().columnType('longtext'),
    suggestedForm: p.text().columnType('longtext'),
    fileMetadata: p.text().columnType('longtext').nullable(),
    renderMetadata: p.text().columnType('longtext').nullable(),
    rejection: p.text().nullable(),
    hash: hash().nullable(),
    /** JSON: what was refused before a byte of it came, the last first. */
    rejectedFiles: p.text().columnType('longtext').nullable(),
    /** Whose turn it is to check it, and until when: a node that dies over it gives it up. */
    checkLeaseOwner: id().nullable(),
    checkLeaseUntil: at().nullable(),
    /** How often a check of these files began. */
    checkAttempts: p.smallint().default(0),
    createdAt: at(),
    changedAt: at(),
    /** Once it is published: publishing it again gives this. */
    versionId: id().nullable(),
  },
  uniques: [{ name: 'hub_draft_once', properties: ['creatorId', 'clientId'] }],
  indexes: [
    { name: 'hub_draft_of_creator', properties: ['creatorId', 'changedAt'] },
    { name: 'hub_draft_stale', properties: ['state', 'changedAt'] },
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
    isDeduplicated: p.boolean().default(false),
    /** JSON. */
    rejection: p.text().nullable(),
    createdAt: at(),
    /** What its creator's side says the content is. */
    expectedSha256: hash().nullable(),
    /** It was unpacked from this one. */
    archiveId: id().nullable(),
    /** Who writes to it or looks at it, and until when: a node that dies over it gives it up. */
    leaseOwner: id().nullable(),
    leaseUntil: at().nullable(),
    /** How often somebody began to look at it. */
    inspectionAttempts: p.smallint().default(0),
    /** When a part of it came in last. */
    lastReceivedAt: at(),
  },
  indexes: [
    { name: 'hub_draft_file_of_draft', properties: ['draftId', 'path'] },
    { name: 'hub_draft_file_of_hash', properties: ['sha256'] },
    { name: 'hub_draft_file_stale', properties: ['state', 'lastReceivedAt'] },
  ],
});

/** What crashed or hung whoever tried it: the same bytes are not tried again. */
const hubQuarantine = defineEntity({
  name: 'HubQuarantinedHash',
  tableName: 'hub_quarantined_hash',
  properties: {
    /** As a version's: of the folder, or of the single file. */
    hash: hash().primary(),
    /** JSON. */
    rejection: p.text(),
    at: at(),
  },
});

/** What users upload before they publish it, and what is not tried again. */
export const draftsEntities: EntitySchema[] = [hubDraft, hubDraftFile, hubQuarantine];
