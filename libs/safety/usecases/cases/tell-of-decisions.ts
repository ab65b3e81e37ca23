import { Injectable } from '@nestjs/common';
import { FOR_GOOD } from '@visionary/kernel';
import type { NoticeData } from '../../domain/cases/case-notices.js';
import type { StoredAppeal, StoredCase, StoredDecision } from '../../domain/cases/case.js';
import { isStanding } from '../../domain/cases/may-decide.js';
import { TellOfCases } from './tell-of-cases.js';

/** Inside the transaction that decides: whoever is concerned learns what, why and how to appeal; who reported, what came of it. */
@Injectable()
export class TellOfDecisions {
  constructor(private readonly tell: TellOfCases) {}

  async decided(one: StoredCase, decision: StoredDecision, reporterIds: readonly string[]): Promise<void> {
    const { id: caseId, authorId } = one;
    const { at } = decision;
    const data = dataOf(one, decision);
    // That something stays as it is tells its author nothing but that somebody complained.
    if (authorId !== null && decision.kind !== 'keep') {
      await this.tell.people([authorId], { kind: 'decision', caseId, data, at });
    }
    const others = reporterIds.filter((id) => id !== authorId);
    const outcome = { ...data, text: '', mayAppeal: false, ...{ until: undefined, rule: undefined } };
    await this.tell.people(others, { kind: 'reportDecided', caseId, data: outcome, at });
    await this.tell.settle(caseId, ['report'], at);
  }

  async appealed(one: StoredCase, appeal: StoredAppeal): Promise<void> {
    const data = { subject: { kind: one.subject.kind, title: one.title }, byId: appeal.byId, text: appeal.words };
    await this.tell.moderators({ kind: 'appeal', caseId: one.id, data, at: appeal.at }, appeal.byId);
  }

  async appealDecided(one: StoredCase, decision: StoredDecision, appeal: StoredAppeal, at: number): Promise<void> {
    const outcome = appeal.outcome ?? 'refused';
    const data = { ...dataOf(one, decision), text: appeal.answer, outcome, mayAppeal: false };
    await this.tell.people([appeal.byId], { kind: 'appealDecided', caseId: one.id, data, at });
    await this.tell.settle(one.id, ['appeal'], at);
  }
}

const dataOf = ({ subject, title, path }: StoredCase, decision: StoredDecision): NoticeData => {
  const { kind, rule, words, until, maturity } = decision;
  return {
    subject: { kind: subject.kind, title, ...(path !== null && { path }) },
    ...{ decision: kind, text: words, mayAppeal: isStanding(decision) },
    ...(rule !== null && { rule }),
    ...(until !== null && until !== FOR_GOOD && { until }),
    ...(maturity !== null && { maturity }),
  };
};
