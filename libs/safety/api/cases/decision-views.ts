import type { AppealView, CaseReason, DecisionView, MyDecision, UserView, StandingView } from '@visionary/contract';
import { PERMANENT } from '@visionary/kernel';
import type { StoredAppeal, StoredDecision } from '../../domain/cases/case.js';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import type { DecisionAboutUser } from '../../use-cases/cases/my-decisions.js';

export type UserOf = (id: string) => UserView;

const partsOf = ({ id, kind, at, rule, words: message, until, contentRating, removed, overAt }: StoredDecision) => ({
  ...{ id, kind, at, message, removed, isRevoked: overAt !== null },
  ...(rule !== null && { rule: rule as CaseReason }),
  ...(until !== null && until !== PERMANENT && { until }),
  ...(contentRating !== null && { contentRating }),
});

export const toDecisionView = (
  decision: StoredDecision,
  appeal: StoredAppeal | undefined,
  userOf: UserOf,
): DecisionView => ({
  ...partsOf(decision),
  ...(decision.byId !== null && { by: userOf(decision.byId) }),
  ...(appeal && { appeal: toAppealView(appeal, userOf) }),
});

const toAppealView = (appeal: StoredAppeal, userOf: UserOf): AppealView => ({
  ...{ id: appeal.id, by: userOf(appeal.byId), text: appeal.words, at: appeal.at },
  ...(appeal.outcome !== null && { outcome: appeal.outcome, answer: appeal.answer }),
  ...(appeal.decidedById !== null && { decidedBy: userOf(appeal.decidedById) }),
  ...(appeal.decidedAt !== null && { decidedAt: appeal.decidedAt }),
});

/** Who decided is nobody's business but that of those who moderate. */
export const toMyDecisionView = ({ decision, case: about, appeal }: DecisionAboutUser, me: UserView): MyDecision => ({
  ...partsOf(decision),
  subject: {
    ...{ kind: about.subject.kind, id: about.subject.id, title: about.title },
    ...(about.path !== null && { path: about.path }),
  },
  ...(appeal && { appeal: toAppealView({ ...appeal, decidedById: null }, () => me) }),
  mayAppeal: appeal === null && isInForce(decision),
});

/** What holds at this moment. */
export const toStandingView = (
  { mutedUntil, bannedUntil }: { readonly mutedUntil: number | null; readonly bannedUntil: number | null },
  now: number,
): StandingView => ({
  ...(mutedUntil !== null && mutedUntil > now && { mutedUntil: endOf(mutedUntil) }),
  ...(bannedUntil !== null && bannedUntil > now && { bannedUntil: endOf(bannedUntil) }),
});

const endOf = (until: number): number | null => (until === PERMANENT ? null : until);
