import type { AppealView, CaseReason, DecisionView, MyDecision, PersonView, StandingView } from '@visionary/contract';
import { FOR_GOOD } from '@visionary/kernel';
import type { StoredAppeal, StoredDecision } from '../../domain/cases/case.js';
import { isStanding } from '../../domain/cases/may-decide.js';
import type { Concerning } from '../../usecases/cases/my-decisions.js';

export type PersonOf = (id: string) => PersonView;

const partsOf = ({ id, kind, at, rule, words, until, maturity, removed, overAt }: StoredDecision) => ({
  ...{ id, kind, at, words, removed, isOver: overAt !== null },
  ...(rule !== null && { rule: rule as CaseReason }),
  ...(until !== null && until !== FOR_GOOD && { until }),
  ...(maturity !== null && { maturity }),
});

export const viewOfDecision = (
  decision: StoredDecision,
  appeal: StoredAppeal | undefined,
  personOf: PersonOf,
): DecisionView => ({
  ...partsOf(decision),
  ...(decision.byId !== null && { by: personOf(decision.byId) }),
  ...(appeal && { appeal: viewOfAppeal(appeal, personOf) }),
});

const viewOfAppeal = (appeal: StoredAppeal, personOf: PersonOf): AppealView => ({
  ...{ id: appeal.id, by: personOf(appeal.byId), words: appeal.words, at: appeal.at },
  ...(appeal.outcome !== null && { outcome: appeal.outcome, answer: appeal.answer }),
  ...(appeal.decidedById !== null && { decidedBy: personOf(appeal.decidedById) }),
  ...(appeal.decidedAt !== null && { decidedAt: appeal.decidedAt }),
});

/** Who decided is nobody's business but that of those who moderate. */
export const viewOfMine = ({ decision, case: about, appeal }: Concerning, me: PersonView): MyDecision => ({
  ...partsOf(decision),
  subject: {
    ...{ kind: about.subject.kind, id: about.subject.id, title: about.title },
    ...(about.path !== null && { path: about.path }),
  },
  ...(appeal && { appeal: viewOfAppeal({ ...appeal, decidedById: null }, () => me) }),
  mayAppeal: appeal === null && isStanding(decision),
});

/** What holds at this moment. */
export const viewOfStanding = (
  { mutedUntil, bannedUntil }: { readonly mutedUntil: number | null; readonly bannedUntil: number | null },
  now: number,
): StandingView => ({
  ...(mutedUntil !== null && mutedUntil > now && { mutedUntil: endOf(mutedUntil) }),
  ...(bannedUntil !== null && bannedUntil > now && { bannedUntil: endOf(bannedUntil) }),
});

const endOf = (until: number): number | null => (until === FOR_GOOD ? null : until);
