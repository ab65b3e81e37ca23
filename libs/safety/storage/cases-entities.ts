import { defineEntity, p } from '@mikro-orm/core';
import type { ContentRating, DecisionKind, SubjectKind } from '@visionary/contract';

const id = () => p.character().length(36);
const at = () => p.bigint('number');

/** All reports of one subject until a decision. */
const safetyCase = defineEntity({
  name: 'SafetyCase',
  tableName: 'safety_case',
  properties: {
    id: id().primary(),
    subjectKind: p.string().length(10).$type<SubjectKind>(),
    subjectId: id(),
    image: p.smallint().nullable(),
    subjectKey: p.string().length(60),
    /** The key of the subject until the decision: a subject has at most one open case. */
    openKey: p.string().length(60).nullable(),
    authorId: id().nullable(),
    /** The latest known title of the subject. */
    title: p.string().length(200),
    path: p.string().length(300).nullable(),
    isOpen: p.boolean(),
    isAppealed: p.boolean().default(false),
    priority: p.integer(),
    reports: p.integer(),
    isAutoFlagged: p.boolean(),
    openedAt: at(),
    changedAt: at(),
    claimedBy: id().nullable(),
    claimedUntil: at().nullable(),
  },
  uniques: [{ name: 'safety_case_once', properties: ['openKey'] }],
  indexes: [
    { name: 'safety_case_queue', properties: ['isOpen', 'priority', 'openedAt', 'id'] },
    { name: 'safety_case_changed', properties: ['isOpen', 'changedAt', 'id'] },
    { name: 'safety_case_appealed', properties: ['isAppealed', 'changedAt', 'id'] },
    { name: 'safety_case_claimed', properties: ['claimedBy', 'changedAt', 'id'] },
    { name: 'safety_case_subject', properties: ['subjectKey'] },
    { name: 'safety_case_author', properties: ['authorId'] },
  ],
});

const report = defineEntity({
  name: 'SafetyReport',
  tableName: 'safety_report',
  properties: {
    id: id().primary(),
    caseId: id(),
    /** Null for an automatic check. */
    actorId: id().nullable(),
    clientId: id().nullable(),
    reason: p.string().length(20),
    comment: p.text(),
    /** JSON: the findings of an automatic check, or the prompts that a report keeps. */
    detail: p.text().columnType('longtext').nullable(),
    at: at(),
  },
  uniques: [{ name: 'safety_report_once', properties: ['actorId', 'clientId'] }],
  indexes: [{ name: 'safety_report_of_case', properties: ['caseId', 'at', 'id'] }],
});

const decision = defineEntity({
  name: 'SafetyDecision',
  tableName: 'safety_decision',
  properties: {
    id: id().primary(),
    caseId: id(),
    subjectKey: p.string().length(60),
    kind: p.string().length(20).$type<DecisionKind>(),
    /** Null for a decision made with the CLI. */
    actorId: id().nullable(),
    authorId: id().nullable(),
    rule: p.string().length(20).nullable(),
    message: p.text(),
    /** Of a mute or a ban; PERMANENT for one without an end. */
    until: at().nullable(),
    contentRating: p.string().length(10).$type<ContentRating>().nullable(),
    /** The rating before the decision, which a revert restores. */
    previousRating: p.string().length(10).$type<ContentRating>().nullable(),
    hidesSubject: p.boolean(),
    at: at(),
    revokedAt: at().nullable(),
  },
  indexes: [
    { name: 'safety_decision_of_case', properties: ['caseId', 'at', 'id'] },
    { name: 'safety_decision_subject', properties: ['subjectKey'] },
    { name: 'safety_decision_author', properties: ['authorId', 'at', 'id'] },
    { name: 'safety_decision_at', properties: ['at'] },
  ],
});

const appeal = defineEntity({
  name: 'SafetyAppeal',
  tableName: 'safety_appeal',
  properties: {
    id: id().primary(),
    decisionId: id(),
    caseId: id(),
    actorId: id(),
    text: p.text(),
    at: at(),
    outcome: p.string().length(10).$type<'granted' | 'denied'>().nullable(),
    decidedBy: id().nullable(),
    decidedAt: at().nullable(),
    answer: p.text(),
  },
  uniques: [{ name: 'safety_appeal_once', properties: ['decisionId'] }],
  indexes: [
    { name: 'safety_appeal_of_case', properties: ['caseId'] },
    { name: 'safety_appeal_actor', properties: ['actorId'] },
  ],
});

/** Append-only. Each row contains the hash of the one before it. */
const auditEntry = defineEntity({
  name: 'SafetyAuditEntry',
  tableName: 'safety_audit_entry',
  properties: {
    seq: p.bigint('number').primary().autoincrement(false),
    at: at(),
    actorId: id().nullable(),
    action: p.string().length(30),
    targetKind: p.string().length(20).nullable(),
    targetId: p.string().length(100).nullable(),
    /** JSON. */
    detail: p.text(),
    previous: p.character().length(64),
    hash: p.character().length(64),
  },
  indexes: [
    { name: 'safety_audit_entry_action', properties: ['action', 'seq'] },
    { name: 'safety_audit_entry_actor', properties: ['actorId', 'seq'] },
    { name: 'safety_audit_entry_target', properties: ['targetId', 'seq'] },
  ],
});

/** One row: the seq and hash of the last entry. Writers lock it, and it shows whether the end of the log was cut off. */
const auditHead = defineEntity({
  name: 'SafetyAuditHead',
  tableName: 'safety_audit_head',
  properties: {
    id: p.integer().primary().autoincrement(false),
    seq: p.bigint('number'),
    hash: p.character().length(64),
  },
});

export const casesEntities = [safetyCase, report, decision, appeal, auditEntry, auditHead] as const;
