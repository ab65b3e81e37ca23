import { defineEntity, p } from '@mikro-orm/core';
import type { ContentRating, SubjectKind } from '@visionary/contract';
import type { ContentFingerprint, ContentVerdict } from '../../domain/fingerprints/content-fingerprint.js';

const id = () => p.character().length(36);
const digest = () => p.character().length(64);
const at = () => p.bigint('number');

/** Verdicts about content, one for each cause. */
const fingerprint = defineEntity({
  name: 'SafetyFingerprint',
  tableName: 'safety_fingerprint',
  properties: {
    /** SHA-256 of an image's pixels, of a file, or of a file's weights. */
    digest: digest().primary(),
    /** The decision's id, or `check`. */
    cause: id().primary(),
    kind: p.string().length(10).$type<ContentFingerprint['kind']>(),
    verdict: p.string().length(10).$type<ContentVerdict>(),
    contentRating: p.string().length(10).$type<ContentRating>().nullable(),
    /** Of an image. Similar images differ in a few bits. */
    perceptualHash: digest().nullable(),
    caseId: id().nullable(),
    /** Grows with every transaction that adds verdicts. */
    seq: at(),
    at: at(),
  },
  indexes: [
    { name: 'safety_fingerprint_cause', properties: ['cause'] },
    { name: 'safety_fingerprint_seq', properties: ['seq'] },
  ],
});

/** One row: a decision locks it exclusively, new content locks it shared. */
const fingerprintLock = defineEntity({
  name: 'SafetyFingerprintLock',
  tableName: 'safety_fingerprint_lock',
  properties: { id: p.integer().primary().autoincrement(false), seq: at() },
});

/** Subjects with content that no decision covers yet. A decision about the same content finds them here. */
const fingerprintLocation = defineEntity({
  name: 'SafetyFingerprintLocation',
  tableName: 'safety_fingerprint_location',
  properties: {
    subjectKey: p.string().length(60).primary(),
    subjectKind: p.string().length(10).$type<SubjectKind>(),
    subjectId: id(),
    image: p.smallint().nullable(),
    digest: digest(),
  },
  indexes: [{ name: 'safety_fingerprint_location_digest', properties: ['digest'] }],
});

/** What a decision did to another subject with the same or similar content. An effect ends with its cause. */
const decisionEffect = defineEntity({
  name: 'SafetyDecisionEffect',
  tableName: 'safety_decision_effect',
  properties: {
    subjectKey: p.string().length(60).primary(),
    /** As in SafetyFingerprint, or the case of an automatic check. */
    cause: id().primary(),
    subjectKind: p.string().length(10).$type<SubjectKind>(),
    subjectId: id(),
    image: p.smallint().nullable(),
    digest: digest(),
    perceptualHash: digest().nullable(),
    /** The case in which the subject waits for a moderator; null for none. */
    caseId: id().nullable(),
    /** The rating before, and the rating by the decision; null when the subject is hidden. */
    previousRating: p.string().length(10).$type<ContentRating>().nullable(),
    decidedRating: p.string().length(10).$type<ContentRating>().nullable(),
  },
  indexes: [{ name: 'safety_decision_effect_cause', properties: ['cause'] }],
});

/** Content of an earlier decision was uploaded again: rejected, or stored and hidden as this subject. */
const reupload = defineEntity({
  name: 'SafetyReupload',
  tableName: 'safety_reupload',
  properties: {
    id: id().primary(),
    caseId: id(),
    cause: id(),
    digest: digest(),
    subjectKind: p.string().length(10).$type<SubjectKind>().nullable(),
    subjectId: id().nullable(),
    image: p.smallint().nullable(),
    at: at(),
  },
  indexes: [
    { name: 'safety_reupload_of_case', properties: ['caseId'] },
    { name: 'safety_reupload_of_cause', properties: ['cause'] },
  ],
});

export const fingerprintEntities = [
  fingerprint,
  fingerprintLock,
  fingerprintLocation,
  decisionEffect,
  reupload,
] as const;
