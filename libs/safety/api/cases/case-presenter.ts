import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import {
  type CaseDetail,
  type CaseReportView,
  type CaseView,
  type DecisionView,
  LIMITS,
  type SubjectView,
  type UserView,
} from '@visionary/contract';
import { activeSanctions, Clock, mentionsIn, renderMentions } from '@visionary/kernel';
import type { StoredDecision, StoredReport } from '../../domain/cases/case.js';
import { authorsOfPrompts, promptsIn, type WrittenSpan } from '../../domain/cases/reported-prompts.js';
import type { Subject, SubjectDetails } from '../../domain/cases/subject.js';
import type { AuthorHistory, CaseDetails, FullCase } from '../../use-cases/cases/case-reader.js';
import { toDecisionView, type UserOf } from './decision-views.js';

/** Turns cases into views for moderators. */
@Injectable()
export class CasePresenter {
  constructor(
    private readonly userDirectory: Users,
    private readonly clock: Clock,
  ) {}

  /** Loads users in one query. Deleted users have an empty name. */
  async users(ids: Iterable<string | null>): Promise<UserOf> {
    const users = await this.userDirectory.byIds([...ids].filter((id) => id !== null));
    return (id): UserView => users.get(id) ?? { id, name: '' };
  }

  async cases(cases: readonly CaseDetails[]): Promise<CaseView[]> {
    const userOf = await this.users(cases.flatMap(usersIn));
    return cases.map((details) => this.view(details, userOf));
  }

  async full(fullCase: FullCase): Promise<CaseDetail> {
    const { reports, context, author, reuploadCount, allowed, conflict, decisions, appeals } = fullCase;
    const userOf = await this.users([
      ...usersIn(fullCase),
      ...reports.map(({ byId }) => byId),
      ...reports.flatMap(({ detail }) => authorsIn(detail)),
      ...context.flatMap(({ authorId, text }) => [authorId, ...mentionedIn(text)]),
    ]);
    return {
      case: this.view(fullCase, userOf),
      // Moderators who are reported don't learn by whom.
      reports: reports.map((report) => reportView(report, conflict === 'own', userOf)),
      context: context.map(({ authorId, ...line }) => ({
        ...line,
        text: withNames(line.text, userOf),
        author: userOf(authorId),
        isSubject: line.id === fullCase.case.subject.id,
      })),
      decisions: decisions.map((decision) => {
        const appeal = appeals.find(({ decisionId }) => decisionId === decision.id);
        return {
          ...toDecisionView(decision, appeal, userOf),
          ...authorOfPart(fullCase.case.subject, decision, userOf),
        };
      }),
      reuploadCount,
      ...(author && { author: authorView(author, this.clock.now()) }),
      allowedDecisions: [...allowed],
      ...(conflict && { conflict }),
    };
  }

  private view(details: CaseDetails, userOf: UserOf): CaseView {
    const { case: storedCase, reasons, checkScore, decisions, appeals } = details;
    const claim = storedCase.claim && storedCase.claim.until > this.clock.now() ? storedCase.claim : null;
    const decision = decisions.findLast(({ caseId }) => caseId === storedCase.id);
    const appeal = appeals.find(({ decisionId }) => decisionId === decision?.id);
    return {
      id: storedCase.id,
      state: stateOf(details, claim !== null),
      subject: subjectView(details, userOf),
      reasons: reasons.map(({ reason, count }) => ({ reason, count })),
      reports: storedCase.reports,
      isAutoFlagged: storedCase.isAutoFlagged,
      priority: storedCase.priority,
      ...(checkScore !== undefined && { checkScore }),
      openedAt: storedCase.openedAt,
      changedAt: storedCase.changedAt,
      ...(claim && { claim: { by: userOf(claim.byId), until: claim.until } }),
      ...(decision && { decision: toDecisionView(decision, appeal, userOf) }),
    };
  }
}

const usersIn = ({ case: storedCase, facts, decisions, appeals }: CaseDetails): (string | null)[] => [
  storedCase.authorId,
  facts?.authorId ?? null,
  storedCase.claim?.byId ?? null,
  ...mentionedIn(facts?.title ?? storedCase.title),
  ...mentionedIn(facts?.text ?? ''),
  ...decisions.flatMap(({ byId, authorId }) => [byId, authorId]),
  ...appeals.flatMap(({ byId, decidedById }) => [byId, decidedById]),
];

const mentionedIn = (text: string): readonly string[] => mentionsIn(text, LIMITS.mentionsPerMessage).users;

const withNames = (text: string, userOf: UserOf): string => renderMentions(text, (id) => userOf(id).name);

const stateOf = ({ case: { isOpen, isAppealed } }: CaseDetails, isClaimed: boolean): CaseView['state'] => {
  if (isOpen) return isClaimed ? 'claimed' : 'open';
  return isAppealed ? 'appealed' : 'decided';
};

const subjectView = ({ case: storedCase, facts }: CaseDetails, userOf: UserOf): SubjectView => {
  const { subject, authorId, title, path } = storedCase;
  if (facts) {
    // The reports know who wrote it, since a prompt belongs to nobody.
    const known = subject.kind === 'prompt' ? { ...facts, authorId } : facts;
    return { ...identityView(subject), ...factsView(known, storedCase.id, userOf), isDeleted: false };
  }
  return {
    ...identityView(subject),
    title: withNames(title, userOf),
    text: '',
    isHidden: false,
    isDeleted: true,
    ...(authorId !== null && { author: userOf(authorId) }),
    ...(path !== null && { path }),
  };
};

const identityView = ({ kind, id, image }: Subject) => ({
  kind,
  id,
  ...(image !== undefined && { imageIndex: image }),
});

const factsView = (facts: SubjectDetails, caseId: string, userOf: UserOf) => {
  const { title, text, authorId, at, image, files, isHidden = false } = facts;
  return {
    title: withNames(title, userOf),
    text: withNames(text, userOf),
    at,
    isHidden,
    ...(authorId !== null && { author: userOf(authorId) }),
    ...(image && { image: imageView(image, caseId) }),
    ...optionalFacts(facts),
    ...(files && { files: [...files] }),
  };
};

const optionalFacts = ({ prompt, negative, container, path, license, licenseText }: SubjectDetails) => ({
  ...(prompt !== undefined && { prompt }),
  ...(negative !== undefined && { negative }),
  ...(container && { container }),
  ...(path !== undefined && { path }),
  ...(license !== undefined && { license }),
  ...(licenseText !== undefined && { licenseText }),
});

const imageView = ({ width, height, contentRating }: NonNullable<SubjectDetails['image']>, caseId: string) => {
  return { url: `/api/safety/cases/${caseId}/image`, width, height, contentRating };
};

const reportView = (
  { id, byId, reason, comment, at, detail }: StoredReport,
  isHidden: boolean,
  userOf: UserOf,
): CaseReportView => ({
  id,
  reason,
  comment,
  at,
  ...(byId !== null && (isHidden ? { isReporterHidden: true as const } : { by: userOf(byId) })),
  // Users report without findings; what they see is kept for decisions.
  ...(detail && byId === null && { detail: { ...detail } }),
  ...promptsView(detail, userOf),
});

const promptsView = (detail: StoredReport['detail'], userOf: UserOf): Pick<CaseReportView, 'prompts'> => {
  const reported = promptsIn(detail);
  if (!reported) return {};
  const textView = (text: string, spans: readonly WrittenSpan[]) => ({
    text,
    spans: spans.map(([from, until, userId]) => ({ from, until, by: userOf(userId) })),
  });
  const { prompt, negative, promptSpans, negativeSpans } = reported;
  return { prompts: { prompt: textView(prompt, promptSpans), negative: textView(negative, negativeSpans) } };
};

const authorsIn = (detail: StoredReport['detail']): readonly string[] => {
  const reported = promptsIn(detail);
  return reported ? authorsOfPrompts(reported) : [];
};

/** A shared prompt has several authors, so its decisions name theirs. */
const authorOfPart = ({ kind }: Subject, { authorId }: StoredDecision, userOf: UserOf): Pick<DecisionView, 'author'> =>
  kind === 'prompt' && authorId !== null ? { author: userOf(authorId) } : {};

const authorView = ({ user, role, since, before, ...sanctions }: AuthorHistory, now: number) => ({
  user,
  role,
  since,
  standing: activeSanctions(sanctions, now),
  before: before.map((one) => ({ ...one })),
});
