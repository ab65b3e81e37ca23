import type { DraftFileState, DraftState } from '@visionary/contract';
import { defineEntity, p } from '@mikro-orm/core';
import { at, hash, id } from './columns.js';

/** An upload that isn't published yet. */
const hubDraft = defineEntity({
  name: 'HubDraft',
  tableName: 'hub_draft',
  properties: {
    id: id().primary(),
    creatorId: id(),
    clientId: id(),
    /** The model that gets a new version. */
    modelId: id().nullable(),
    state: p.string().length(10).$type<DraftState>(),
    /** JSON. */
    form: p.text().columnType('longtext'),
    suggestedForm: p.text().columnType('longtext'),
    fileMetadata: p.text().columnType('longtext').nullable(),
    renderMetadata: p.text().columnType('longtext').nullable(),
    rejection: p.text().nullable(),
    hash: hash().nullable(),
    /** JSON: files that were rejected before their upload, latest first. */
    rejectedFiles: p.text().columnType('longtext').nullable(),
    /** JSON: what the headers of its files told before their upload. */
    recognizedFiles: p.text().columnType('longtext').nullable(),
    createdAt: at(),
    changedAt: at(),
    /** The published version. */
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
    /** Also the id of its upload. */
    id: id().primary(),
    draftId: id(),
    path: p.string().length(200),
    bytes: p.bigint('number'),
    received: p.bigint('number'),
    state: p.string().length(10).$type<DraftFileState>(),
    sha256: hash().nullable(),
    weightsHash: hash().nullable(),
    crc32: p.bigint('number').nullable(),
    isDeduplicated: p.boolean().default(false),
    /** JSON. */
    rejection: p.text().nullable(),
    createdAt: at(),
    /** Hash announced by the client. */
    expectedSha256: hash().nullable(),
    /** The archive it was extracted from. */
    archiveId: id().nullable(),
    /** Lease of the upload. */
    leaseOwner: id().nullable(),
    leaseUntil: at().nullable(),
    /** When bytes were received last. */
    lastReceivedAt: at(),
  },
  indexes: [
    { name: 'hub_draft_file_of_draft', properties: ['draftId', 'path'] },
    { name: 'hub_draft_file_of_hash', properties: ['sha256'] },
    { name: 'hub_draft_file_stale', properties: ['state', 'lastReceivedAt'] },
  ],
});

/** Files that crashed or hung a trial. The same bytes aren't tried again. */
const hubQuarantine = defineEntity({
  name: 'HubQuarantinedHash',
  tableName: 'hub_quarantined_hash',
  properties: {
    /** Hash of the folder, or of the single file. */
    hash: hash().primary(),
    /** JSON. */
    rejection: p.text(),
    at: at(),
  },
});

/** Drafts, their files, and quarantined hashes. */
export const draftsEntities = [hubDraft, hubDraftFile, hubQuarantine] as const;
