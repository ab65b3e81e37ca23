import { Injectable } from '@nestjs/common';
import { Audit, type AuditDetail } from '../../domain/cases/audit.js';
import { CaseChanged, type CaseReason, priorityWith, type StoredCase } from '../../domain/cases/case.js';
import { CaseReports, Cases } from '../../domain/cases/cases.js';
import type { Subject, SubjectDetails } from '../../domain/cases/subject.js';
import { CaseSurroundings } from './case-surroundings.js';
import { CaseNotifier } from './case-notifier.js';

export interface NewReport {
  readonly subject: Subject;
  readonly facts: SubjectDetails;
  /** Null: a check of the server. */
  readonly byId: string | null;
  readonly clientId: string | null;
  readonly reason: CaseReason;
  readonly words: string;
  readonly detail: AuditDetail | null;
  readonly at: number;
}

const TITLE_LENGTH = 200;
const PATH_LENGTH = 300;

/** Inside a transaction: a report joins the undecided case of its subject, or opens one. */
@Injectable()
export class AddReport {
  constructor(
    private readonly cases: Cases,
    private readonly reports: CaseReports,
    private readonly tell: CaseNotifier,
    private readonly audit: Audit,
    private readonly around: CaseSurroundings,
  ) {}

  /** @returns the case as it is now */
  async run(report: NewReport): Promise<StoredCase> {
    const fresh = this.fresh(report);
    const held = await this.cases.holdOpen(fresh);
    const joined = joinedBy(held, report);
    await this.cases.change(joined);
    const { byId, clientId, reason, words, detail, at } = report;
    const id = this.around.ids.next();
    await this.reports.add({ id, caseId: held.id, byId, clientId, reason, words, detail, at });
    if (held.id === fresh.id) await this.opened(joined, report);
    this.around.work.publish(new CaseChanged(held.id));
    return joined;
  }

  private fresh({ subject, facts, at }: NewReport): StoredCase {
    return {
      ...{ id: this.around.ids.next(), subject, ...calledNow(facts) },
      ...{ isOpen: true, isAppealed: false, priority: 0, reports: 0, byChecks: false },
      ...{ openedAt: at, changedAt: at, claim: null },
    };
  }

  private async opened({ id, subject, title }: StoredCase, { byId, reason, words, at }: NewReport): Promise<void> {
    const data = { subject: { kind: subject.kind, title }, reason, text: words, ...(byId !== null && { byId }) };
    await this.tell.moderators({ kind: 'report', caseId: id, data, at }, byId);
    const detail = { kind: subject.kind, subject: subject.id, reason };
    await this.audit.write({ action: 'case.opened', byId, about: { kind: 'case', id }, detail });
  }
}

/** Whose it is, what it is called and where it stands, as a case keeps it. */
export const calledNow = ({ authorId, title, text, path }: SubjectDetails) => ({
  authorId,
  title: (title || text).slice(0, TITLE_LENGTH).replace(/[\ud800-\udbff]$/, ''),
  path: path === undefined || path.length > PATH_LENGTH ? null : path,
});

const joinedBy = (held: StoredCase, { facts, byId, reason, detail, at }: NewReport): StoredCase => {
  const reports = held.reports + (byId === null ? 0 : 1);
  const score = typeof detail?.['score'] === 'number' ? detail['score'] : 0;
  return {
    ...held,
    ...calledNow(facts),
    ...{
      reports,
      byChecks: held.byChecks || byId === null,
      priority: priorityWith(held.priority, reason, reports, score),
    },
    // Never the same moment twice: whoever decides names what they saw by it.
    changedAt: Math.max(at, held.changedAt + 1),
  };
};
