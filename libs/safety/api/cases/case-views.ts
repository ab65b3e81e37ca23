import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import type { CaseReason, CaseView, UserView, SubjectView } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import type { Subject, SubjectDetails } from '../../domain/cases/subject.js';
import type { CaseWithContext } from '../../use-cases/cases/read-cases.js';
import { type UserOf, toDecisionView } from './decision-views.js';

/** Cases as those who moderate see them. */
@Injectable()
export class CaseViews {
  constructor(
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  /** Everybody whom these name, by one query; who is gone has no name. */
  async namer(ids: Iterable<string | null>): Promise<UserOf> {
    const wanted = [...ids].filter((id) => id !== null);
    const found = await this.users.byIds(wanted);
    return (id): UserView => found.get(id) ?? { id, name: '' };
  }

  async of(known: readonly CaseWithContext[]): Promise<CaseView[]> {
    const userOf = await this.namer(known.flatMap(usersIn));
    return known.map((one) => this.view(one, userOf));
  }

  view(known: CaseWithContext, userOf: UserOf): CaseView {
    const { case: one, reasons, checkScore, decisions, appeals } = known;
    const now = this.clock.now();
    const claim = one.claim && one.claim.until > now ? one.claim : null;
    const decision = decisions.findLast(({ caseId }) => caseId === one.id);
    const appeal = appeals.find(({ decisionId }) => decisionId === decision?.id);
    return {
      ...{ id: one.id, state: stateOf(known, claim !== null), subject: subjectView(known, userOf) },
      reasons: reasons.map(({ reason, count }) => ({ reason: reason as CaseReason, count })),
      ...{ reports: one.reports, isAutoFlagged: one.byChecks, priority: one.priority },
      ...(checkScore !== undefined && { checkScore }),
      ...{ openedAt: one.openedAt, changedAt: one.changedAt },
      ...(claim && { claim: { by: userOf(claim.byId), until: claim.until } }),
      ...(decision && { decision: toDecisionView(decision, appeal, userOf) }),
    };
  }
}

export const usersIn = ({ case: one, facts, decisions, appeals }: CaseWithContext): (string | null)[] => [
  ...[one.authorId, facts?.authorId ?? null, one.claim?.byId ?? null],
  ...decisions.map(({ byId }) => byId),
  ...appeals.flatMap(({ byId, decidedById }) => [byId, decidedById]),
];

const stateOf = ({ case: { isOpen, isAppealed } }: CaseWithContext, isClaimed: boolean): CaseView['state'] => {
  if (isOpen) return isClaimed ? 'claimed' : 'open';
  return isAppealed ? 'appealed' : 'decided';
};

const subjectView = ({ case: one, facts }: CaseWithContext, userOf: UserOf): SubjectView => {
  const { subject, authorId, title, path } = one;
  if (facts) return { ...namedView(subject), ...factsView(facts, one.id, userOf), isDeleted: false };
  return {
    ...{ ...namedView(subject), title, text: '', isHidden: false, isDeleted: true },
    ...(authorId !== null && { author: userOf(authorId) }),
    ...(path !== null && { path }),
  };
};

const namedView = ({ kind, id, image }: Subject) => ({ kind, id, ...(image !== undefined && { picture: image }) });

const factsView = (facts: SubjectDetails, caseId: string, userOf: UserOf) => {
  const { title, text, authorId, at, image, files, isHidden = false } = facts;
  return {
    ...{ title, text, at, isHidden },
    ...(authorId !== null && { author: userOf(authorId) }),
    ...(image && { image: imageView(image, caseId) }),
    ...where(facts),
    ...(files && { files: [...files] }),
  };
};

/** What not every kind of thing has. */
const where = ({ prompt, negative, place: container, path, license, licenseWords }: SubjectDetails) => ({
  ...(prompt !== undefined && { prompt }),
  ...(negative !== undefined && { negative }),
  ...(container && { container }),
  ...(path !== undefined && { path }),
  ...(license !== undefined && { license }),
  ...(licenseWords !== undefined && { licenseText: licenseWords }),
});

const imageView = ({ width, height, contentRating }: NonNullable<SubjectDetails['image']>, caseId: string) => ({
  ...{ url: `/api/safety/cases/${caseId}/image`, width, height, contentRating },
});
