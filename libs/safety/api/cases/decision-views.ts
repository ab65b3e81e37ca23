import type { AppealView, DecisionView, MyDecision, UserView } from '@visionary/contract';
import { PERMANENT } from '@visionary/kernel';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import type { StoredAppeal, StoredDecision } from '../../domain/cases/case.js';
import type { DecisionAboutUser } from '../../use-cases/cases/appeals.service.js';

export type UserOf = (id: string) => UserView;

const commonView = ({
  id,
  kind,
  at,
  rule,
  message,
  until,
  contentRating,
  hidesSubject,
  revokedAt,
}: StoredDecision) => ({
  id,
  kind,
  at,
  message,
  removed: hidesSubject,
  isRevoked: revokedAt !== null,
  ...(rule !== null && { rule }),
  ...(until !== null && until !== PERMANENT && { until }),
  ...(contentRating !== null && { contentRating }),
});

export const toDecisionView = (
  decision: StoredDecision,
  appeal: StoredAppeal | undefined,
  userOf: UserOf,
): DecisionView => ({
  ...commonView(decision),
  ...(decision.byId !== null && { by: userOf(decision.byId) }),
  ...(appeal && { appeal: toAppealView(appeal, userOf) }),
});

const toAppealView = (
  { id, byId, text, at, outcome, answer, decidedById, decidedAt }: StoredAppeal,
  userOf: UserOf,
): AppealView => ({
  id,
  by: userOf(byId),
  text,
  at,
  ...(outcome !== null && { outcome, answer }),
  ...(decidedById !== null && { decidedBy: userOf(decidedById) }),
  ...(decidedAt !== null && { decidedAt }),
});

/** Omits the moderator. */
export const toMyDecisionView = ({ decision, case: one, appeal }: DecisionAboutUser, me: UserView): MyDecision => ({
  ...commonView(decision),
  subject: {
    kind: one.subject.kind,
    id: one.subject.id,
    title: one.title,
    ...(one.path !== null && { path: one.path }),
  },
  ...(appeal && { appeal: toAppealView({ ...appeal, decidedById: null }, () => me) }),
  mayAppeal: appeal === null && isInForce(decision),
});
