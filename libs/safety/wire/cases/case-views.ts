import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import type { CaseReason, CaseView, PersonView, SubjectView } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import type { Subject, SubjectFacts } from '../../domain/cases/subject.js';
import type { KnownCase } from '../../usecases/cases/read-cases.js';
import { type PersonOf, viewOfDecision } from './decision-views.js';

/** Cases as those who moderate see them. */
@Injectable()
export class CaseViews {
  constructor(
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** Everybody whom these name, by one query; who is gone has no name. */
  async namer(ids: Iterable<string | null>): Promise<PersonOf> {
    const wanted = [...ids].filter((id) => id !== null);
    const found = await this.people.byIds(wanted);
    return (id): PersonView => found.get(id) ?? { id, name: '' };
  }

  async of(known: readonly KnownCase[]): Promise<CaseView[]> {
    const personOf = await this.namer(known.flatMap(peopleIn));
    return known.map((one) => this.view(one, personOf));
  }

  view(known: KnownCase, personOf: PersonOf): CaseView {
    const { case: one, reasons, checkScore, decisions, appeals } = known;
    const now = this.clock.now();
    const claim = one.claim && one.claim.until > now ? one.claim : null;
    const decision = decisions.findLast(({ caseId }) => caseId === one.id);
    const appeal = appeals.find(({ decisionId }) => decisionId === decision?.id);
    return {
      ...{ id: one.id, state: stateOf(known, claim !== null), subject: subjectView(known, personOf) },
      reasons: reasons.map(({ reason, count }) => ({ reason: reason as CaseReason, count })),
      ...{ reports: one.reports, byChecks: one.byChecks, priority: one.priority },
      ...(checkScore !== undefined && { checkScore }),
      ...{ openedAt: one.openedAt, changedAt: one.changedAt },
      ...(claim && { claim: { by: personOf(claim.byId), until: claim.until } }),
      ...(decision && { decision: viewOfDecision(decision, appeal, personOf) }),
    };
  }
}

export const peopleIn = ({ case: one, facts, decisions, appeals }: KnownCase): (string | null)[] => [
  ...[one.authorId, facts?.authorId ?? null, one.claim?.byId ?? null],
  ...decisions.map(({ byId }) => byId),
  ...appeals.flatMap(({ byId, decidedById }) => [byId, decidedById]),
];

const stateOf = ({ case: { isOpen, isAppealed } }: KnownCase, isClaimed: boolean): CaseView['state'] => {
  if (isOpen) return isClaimed ? 'claimed' : 'open';
  return isAppealed ? 'appealed' : 'decided';
};

const subjectView = ({ case: one, facts }: KnownCase, personOf: PersonOf): SubjectView => {
  const { subject, authorId, title, path } = one;
  if (facts) return { ...namedView(subject), ...factsView(facts, one.id, personOf), isGone: false };
  return {
    ...{ ...namedView(subject), title, text: '', isHidden: false, isGone: true },
    ...(authorId !== null && { author: personOf(authorId) }),
    ...(path !== null && { path }),
  };
};

const namedView = ({ kind, id, picture }: Subject) => ({ kind, id, ...(picture !== undefined && { picture }) });

const factsView = (facts: SubjectFacts, caseId: string, personOf: PersonOf) => {
  const { title, text, authorId, at, picture, files, isHidden = false } = facts;
  return {
    ...{ title, text, at, isHidden },
    ...(authorId !== null && { author: personOf(authorId) }),
    ...(picture && { image: imageView(picture, caseId) }),
    ...where(facts),
    ...(files && { files: [...files] }),
  };
};

/** What not every kind of thing has. */
const where = ({ prompt, negative, place, path, licence, licenceWords }: SubjectFacts) => ({
  ...(prompt !== undefined && { prompt }),
  ...(negative !== undefined && { negative }),
  ...(place && { place }),
  ...(path !== undefined && { path }),
  ...(licence !== undefined && { licence }),
  ...(licenceWords !== undefined && { licenceWords }),
});

const imageView = ({ width, height, maturity }: NonNullable<SubjectFacts['picture']>, caseId: string) => ({
  ...{ url: `/api/safety/cases/${caseId}/picture`, width, height, maturity },
});
