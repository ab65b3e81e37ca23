import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { type CaseReason, LIMITS } from '@visionary/contract';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import type { AuditDetail } from '../../domain/cases/audit.js';
import { CaseChanged, openedCase, priorityWith, type StoredCase } from '../../domain/cases/case.js';
import { ModerationRegistry } from '../../domain/cases/moderation-registry.js';
import { detailOfPrompts, promptsIn, type ReportedPrompts, soleAuthorOf } from '../../domain/cases/reported-prompts.js';
import { type Subject, type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';
import { AuditLog } from '../../storage/cases/audit-log.js';
import { CaseReports } from '../../storage/cases/case-reports.js';
import { Cases } from '../../storage/cases/cases.js';
import { CaseNotifier } from './case-notifier.js';

export interface CaseToOpen {
  readonly by: 'system';
  readonly subject: Subject;
  readonly reason: CaseReason;
  /** What the check found. A `score` from 0 to 1 raises the priority. */
  readonly detail: AuditDetail;
  /** For a subject that its handler can't describe, since it isn't stored yet or never will be. */
  readonly facts?: SubjectDetails;
}

interface UserReport {
  readonly userId: string;
  readonly clientId: string;
  readonly subject: Subject;
  readonly reason: CaseReason;
  readonly comment: string;
}

interface NewReport {
  readonly subject: Subject;
  readonly facts: SubjectDetails;
  /** Null for an automatic check. */
  readonly byId: string | null;
  readonly clientId: string | null;
  readonly reason: CaseReason;
  readonly comment: string;
  readonly detail: AuditDetail | null;
  readonly at: number;
}

const MAX_TITLE_LENGTH = 200;
const MAX_PATH_LENGTH = 300;

/** Adds a report to the open case of its subject, or opens a case. */
@Injectable()
export class OpenCase {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly cases: Cases,
    private readonly reports: CaseReports,
    private readonly users: Users,
    private readonly notifier: CaseNotifier,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * Reports what an automatic check found. Joins the running transaction, if any.
   * @returns the case id; null when no handler knows the subject
   */
  run({ subject, reason, detail, facts: knownFacts }: CaseToOpen): Promise<string | null> {
    return this.unitOfWork.run(async () => {
      const facts = knownFacts ?? (await this.registry.detailsOf(subject));
      if (!facts || facts.isHidden) return null;
      const at = this.clock.now();
      return this.add({ subject, facts, byId: null, clientId: null, reason, comment: '', detail, at });
    });
  }

  /**
   * Stores a report by a user, once per clientId.
   * @throws Rejection SAFETY_SUBJECT_NOT_FOUND, SAFETY_CANNOT_REPORT_OWN, UNAUTHENTICATED
   */
  async report({ userId, clientId, subject, reason, comment }: UserReport): Promise<void> {
    // Outside the transaction: visibility checks use caches.
    const known = await this.requireReportable(userId, subject, clientId);
    if (!known) return;
    const prompts = await this.registry.evidenceOf(subject);
    const facts = subject.kind === 'prompt' ? factsOfPrompts(known, prompts) : known;
    if (facts.authorId === userId) throw new Rejection('SAFETY_CANNOT_REPORT_OWN');
    const detail = prompts && detailOfPrompts(prompts);
    await this.unitOfWork.run(async () => {
      if (!(await this.users.hold([userId])).has(userId)) throw new Rejection('UNAUTHENTICATED');
      // The lock on the user serializes repeated commands, so this check is reliable.
      if (await this.reports.exists(userId, clientId)) return;
      const at = this.clock.now();
      await this.add({ subject, facts, byId: userId, clientId, reason, comment, detail, at });
    });
  }

  /**
   * Copies the reports of a room that keep its prompt to the case of the prompt, which is opened when there is none. Inside a
   * transaction.
   * @returns the case id
   * @throws Rejection SAFETY_SUBJECT_NOT_FOUND for a deleted room, or without such a report
   */
  async addPromptReports(roomId: string, roomCaseId: string): Promise<string> {
    const subject = { kind: 'prompt', id: roomId } as const;
    const known = await this.registry.detailsOf(subject);
    if (!known) throw new Rejection('SAFETY_SUBJECT_NOT_FOUND');
    const reports = await this.reports.ofCase(roomCaseId, LIMITS.reportsShown);
    const withPrompts = reports.filter(({ detail }) => promptsIn(detail));
    const open = await this.cases.openOf(subject);
    const present = open ? await this.reports.ofCase(open.id, LIMITS.reportsShown) : [];
    let caseId = open?.id ?? null;
    for (const { byId, reason, comment, detail, at: reportedAt } of withPrompts) {
      if (present.some((one) => one.byId === byId && one.at === reportedAt)) continue;
      const facts = factsOfPrompts(known, promptsIn(detail));
      caseId = await this.add({ subject, facts, byId, clientId: null, reason, comment, detail, at: reportedAt });
    }
    if (caseId === null) throw new Rejection('SAFETY_SUBJECT_NOT_FOUND');
    return caseId;
  }

  /** Returns null for a repeated command: the subject may be hidden by now. */
  private async requireReportable(userId: string, subject: Subject, clientId: string): Promise<SubjectDetails | null> {
    if (await this.reports.exists(userId, clientId)) return null;
    const handler = await this.registry.handlerOf(subject);
    const facts = handler && (await handler.describe([subject])).get(subjectKey(subject));
    const isVisible = facts && !facts.isHidden && (await handler.canView(userId, subject));
    if (!isVisible) throw new Rejection('SAFETY_SUBJECT_NOT_FOUND');
    return facts;
  }

  /** @returns the case id */
  private async add(report: NewReport): Promise<string> {
    const { subject, facts, byId, clientId, reason, comment, detail, at } = report;
    const newCase = openedCase(this.ids.next(), subject, authorAndTitle(facts), at);
    const open = await this.cases.lockOpen(newCase);
    const updatedCase = withReport(open, report);
    await this.cases.change(updatedCase);
    await this.reports.add({
      id: this.ids.next(),
      caseId: open.id,
      byId,
      clientId,
      reason,
      comment,
      detail,
      at,
    });
    if (open.id === newCase.id) await this.announce(updatedCase, report);
    this.unitOfWork.publish(new CaseChanged(open.id));
    return open.id;
  }

  private async announce(
    { id, subject, title, authorId }: StoredCase,
    { byId, reason, comment, at }: NewReport,
  ): Promise<void> {
    const facts = { subject: { kind: subject.kind, title }, reason, text: comment };
    const notification = { kind: 'report', caseId: id, ...(byId !== null && { actorId: byId }), facts, at } as const;
    await this.notifier.notifyModerators(notification, authorId);
    const detail = { kind: subject.kind, subject: subject.id, reason };
    await this.audit.write({ action: 'case.opened', byId, about: { kind: 'case', id }, detail });
  }
}

/** The author, title and path of a subject, as a case stores them. */
export const authorAndTitle = ({ authorId, title, text, path }: SubjectDetails) => ({
  authorId,
  title: (title || text).slice(0, MAX_TITLE_LENGTH).replace(/[\ud800-\udbff]$/, ''),
  path: path === undefined || path.length > MAX_PATH_LENGTH ? null : path,
});

/** @throws Rejection SAFETY_SUBJECT_NOT_FOUND for an empty prompt */
const factsOfPrompts = (facts: SubjectDetails, prompts: ReportedPrompts | null): SubjectDetails => {
  if (!prompts) throw new Rejection('SAFETY_SUBJECT_NOT_FOUND');
  return { ...facts, authorId: soleAuthorOf(prompts) };
};

const withReport = (open: StoredCase, { facts, byId, reason, detail, at }: NewReport): StoredCase => {
  const reports = open.reports + (byId === null ? 0 : 1);
  const isLater = open.subject.kind === 'prompt' && open.reports > 0;
  const score = typeof detail?.['score'] === 'number' ? detail['score'] : 0;
  return {
    ...open,
    ...authorAndTitle(facts),
    // A later report of the same prompt may be about the text of someone else.
    ...(isLater && open.authorId !== facts.authorId && { authorId: null }),
    reports,
    isAutoFlagged: open.isAutoFlagged || byId === null,
    priority: priorityWith(open.priority, reason, reports, score),
    // Strictly increasing: a decision names the state that the moderator saw by this time.
    changedAt: Math.max(at, open.changedAt + 1),
  };
};
