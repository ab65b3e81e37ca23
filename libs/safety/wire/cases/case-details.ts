import { Injectable } from '@nestjs/common';
import type { CaseDetail, CaseReason, CaseReportView, ContextLine } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import type { StoredReport } from '../../domain/cases/case.js';
import type { KnownAuthor, KnownCase } from '../../usecases/cases/read-cases.js';
import { ReadCaseDetail } from '../../usecases/cases/read-case-detail.js';
import { CaseViews, peopleIn } from './case-views.js';
import { type PersonOf, viewOfDecision, viewOfStanding } from './decision-views.js';

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
    const { known, reports, context, author, timesBack, may, mayNot } = await this.reading.run(caseId, readerId);
    const personOf = await this.views.namer([
      ...peopleIn(known),
      ...reports.map(({ byId }) => byId),
      ...context.map(({ authorId }) => authorId),
    ]);
    return {
      case: this.views.view(known, personOf),
      reports: reports.map((report) => reportView(report, personOf)),
      context: context.map(({ authorId, ...line }): ContextLine => {
        return { ...line, author: personOf(authorId), isSubject: line.id === known.case.subject.id };
      }),
      ...{ decisions: decisionsOf(known, personOf), timesBack },
      ...(author && { author: authorView(author, this.clock.now()) }),
      ...{ may: [...may], ...(mayNot && { mayNot }) },
    };
  }
}

const reportView = ({ id, byId, reason, words, at, detail }: StoredReport, personOf: PersonOf): CaseReportView => ({
  ...{ id, reason: reason as CaseReason, words, at },
  ...(byId !== null && { by: personOf(byId) }),
  ...(detail && { detail: { ...detail } }),
});

const decisionsOf = ({ decisions, appeals }: KnownCase, personOf: PersonOf) =>
  decisions.map((decision) => {
    const appeal = appeals.find(({ decisionId }) => decisionId === decision.id);
    return viewOfDecision(decision, appeal, personOf);
  });

const authorView = ({ person, role, since, before, ...sanctions }: KnownAuthor, now: number) => ({
  ...{ person, role, since, standing: viewOfStanding(sanctions, now) },
  before: before.map((one) => ({ ...one })),
});
