import { Injectable } from '@nestjs/common';
import { PERMANENT } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import { CaseChanged, type StoredCase, type StoredDecision } from '../../domain/cases/case.js';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import { ApplyDecision } from './apply-decision.js';
import { CaseSurroundings } from './case-surroundings.js';
import { decisionOf, type DecisionToTake } from './decision-to-take.js';
import { KeptCases } from './kept-cases.js';
import { DecisionNotifier } from './decision-notifier.js';

/** Inside a transaction that holds the case: a decision is written down, carried out, and told to those concerned. */
@Injectable()
export class RecordDecision {
  constructor(
    private readonly kept: KeptCases,
    private readonly applyDecision: ApplyDecision,
    private readonly tell: DecisionNotifier,
    private readonly audit: Audit,
    private readonly around: CaseSurroundings,
  ) {}

  /** @param byId null: at the server's terminal */
  async run(one: StoredCase, wanted: DecisionToTake, byId: string | null, at: number): Promise<StoredDecision> {
    const contentRatingBefore =
      wanted.kind === 'setRating' ? await this.applyDecision.contentRatingOf(one.subject) : null;
    const decision = decisionOf(one, wanted, { id: this.around.ids.next(), byId, at, contentRatingBefore });
    const before = (await this.kept.decisions.about([decision.subjectKey])).filter(isInForce);
    await this.kept.decisions.add(decision);
    if (wanted.kind === 'restore') await this.applyDecision.undo(one.subject, before, byId, at);
    else await this.applyDecision.run(one.subject, decision, wanted.contents);
    const settled = { ...one, isOpen: false, claim: null, changedAt: Math.max(at, one.changedAt + 1) };
    await this.kept.cases.change(settled);
    await this.tell.decided(settled, decision, one.isOpen ? await this.kept.reports.reportersOf(one.id) : []);
    await this.note(settled, decision);
    this.around.work.publish(new CaseChanged(one.id));
    return decision;
  }

  private note({ id, subject }: StoredCase, { kind, rule, until, byId, removed }: StoredDecision): Promise<void> {
    const detail = {
      ...{ decision: kind, kind: subject.kind, subject: subject.id, removed },
      ...(rule !== null && { rule }),
      ...(until !== null && until !== PERMANENT && { until }),
    };
    return this.audit.write({ action: 'case.decided', byId, about: { kind: 'case', id }, detail });
  }
}
