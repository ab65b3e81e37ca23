import { Injectable } from '@nestjs/common';
import type { CaseDetail, CaseReason, CaseReportView, ContextLine } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import type { StoredReport } from '../../domain/cases/case.js';
import type { AuthorHistory, CaseWithContext } from '../../use-cases/cases/read-cases.js';
import { ReadCaseDetail } from '../../use-cases/cases/read-case-detail.js';
import { CaseViews, usersIn } from './case-views.js';
import { type UserOf, toDecisionView, toStandingView } from './decision-views.js';

/** All of one case for whoever looks at it. */
@Injectable()
export class CaseDetails {
  constructor(
    private readonly reading: ReadCaseDetail,
    private readonly views: CaseViews,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection SAFETY_CASE_NOT_FOUND, FORBIDDEN */
  async of(caseId: string, readerId: string): Promise<CaseDetail> {
    const {
      known,
      reports,
      context,
      author,
      timesBack: reuploadCount,
      may,
      mayNot: conflict,
    } = await this.reading.run(caseId, readerId);
    const userOf = await this.views.namer([
      ...usersIn(known),
      ...reports.map(({ byId }) => byId),
      ...context.map(({ authorId }) => authorId),
    ]);
    return {
      case: this.views.view(known, userOf),
      reports: reports.map((report) => reportView(report, userOf)),
      context: context.map(({ authorId, ...line }): ContextLine => {
        return { ...line, author: userOf(authorId), isSubject: line.id === known.case.subject.id };
      }),
      ...{ decisions: decisionsOf(known, userOf), reuploadCount },
      ...(author && { author: authorView(author, this.clock.now()) }),
      ...{ allowedDecisions: [...may], ...(conflict && { conflict }) },
    };
  }
}

const reportView = (
  { id, byId, reason, words: comment, at, detail }: StoredReport,
  userOf: UserOf,
): CaseReportView => ({
  ...{ id, reason: reason as CaseReason, comment, at },
  ...(byId !== null && { by: userOf(byId) }),
  ...(detail && { detail: { ...detail } }),
});

const decisionsOf = ({ decisions, appeals }: CaseWithContext, userOf: UserOf) =>
  decisions.map((decision) => {
    const appeal = appeals.find(({ decisionId }) => decisionId === decision.id);
    return toDecisionView(decision, appeal, userOf);
  });

const authorView = ({ user, role, since, before, ...sanctions }: AuthorHistory, now: number) => ({
  ...{ user, role, since, standing: toStandingView(sanctions, now) },
  before: before.map((one) => ({ ...one })),
});
