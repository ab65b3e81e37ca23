import { Injectable } from '@nestjs/common';
import { PERMANENT } from '@visionary/kernel';
import type { CaseNotificationData } from '../../domain/cases/case-notifications.js';
import type { StoredAppeal, StoredCase, StoredDecision } from '../../domain/cases/case.js';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import { CaseNotifier } from './case-notifier.js';

/** Inside the transaction that decides: whoever is concerned learns what, why and how to appeal; who reported, what came of it. */
@Injectable()
export class DecisionNotifier {
  constructor(private readonly tell: CaseNotifier) {}

  async decided(one: StoredCase, decision: StoredDecision, reporterIds: readonly string[]): Promise<void> {
    const { id: caseId, authorId } = one;
    const { at } = decision;
    const data = dataOf(one, decision);
    // That something stays as it is tells its author nothing but that somebody complained.
    if (authorId !== null && decision.kind !== 'dismiss') {
      await this.tell.users([authorId], { kind: 'decision', caseId, data, at });
    }
    const others = reporterIds.filter((id) => id !== authorId);
    const outcome = { ...data, text: '', mayAppeal: false, ...{ until: undefined, rule: undefined } };
    await this.tell.users(others, { kind: 'reportDecided', caseId, data: outcome, at });
    await this.tell.settle(caseId, ['report'], at);
  }

  async appealed(one: StoredCase, appeal: StoredAppeal): Promise<void> {
    const data = { subject: { kind: one.subject.kind, title: one.title }, byId: appeal.byId, text: appeal.words };
    await this.tell.moderators({ kind: 'appeal', caseId: one.id, data, at: appeal.at }, appeal.byId);
  }

  async appealDecided(one: StoredCase, decision: StoredDecision, appeal: StoredAppeal, at: number): Promise<void> {
    const outcome = appeal.outcome ?? 'denied';
    const data = { ...dataOf(one, decision), text: appeal.answer, outcome, mayAppeal: false };
    await this.tell.users([appeal.byId], { kind: 'appealDecided', caseId: one.id, data, at });
    await this.tell.settle(one.id, ['appeal'], at);
  }
}

const dataOf = ({ subject, title, path }: StoredCase, decision: StoredDecision): CaseNotificationData => {
  const { kind, rule, words, until, contentRating } = decision;
  return {
    subject: { kind: subject.kind, title, ...(path !== null && { path }) },
    ...{ decision: kind, text: words, mayAppeal: isInForce(decision) },
    ...(rule !== null && { rule }),
    ...(until !== null && until !== PERMANENT && { until }),
    ...(contentRating !== null && { contentRating }),
  };
};
