import { Injectable } from '@nestjs/common';
import { FOR_GOOD } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import { CaseMoved, type StoredCase, type StoredDecision } from '../../domain/cases/case.js';
import { isStanding } from '../../domain/cases/may-decide.js';
import { CarryOut } from './carry-out.js';
import { CaseSurroundings } from './case-surroundings.js';
import { decisionOf, type DecisionToTake } from './decision-to-take.js';
import { KeptCases } from './kept-cases.js';
import { TellOfDecisions } from './tell-of-decisions.js';

/** Inside a transaction that holds the case: a decision is written down, carried out, and told to those concerned. */
@Injectable()
export class SettleCase {
  constructor(
    private readonly kept: KeptCases,
    private readonly carryOut: CarryOut,
    private readonly tell: TellOfDecisions,
    private readonly audit: Audit,
    private readonly around: CaseSurroundings,
  ) {}

  /** @param byId null: at the server's terminal */
  async run(one: StoredCase, wanted: DecisionToTake, byId: string | null, at: number): Promise<StoredDecision> {
    const maturityBefore = wanted.kind === 'level' ? await this.carryOut.maturityOf(one.subject) : null;
    const decision = decisionOf(one, wanted, { id: this.around.ids.next(), byId, at, maturityBefore });
    const before = (await this.kept.decisions.about([decision.subjectKey])).filter(isStanding);
    await this.kept.decisions.add(decision);
    if (wanted.kind === 'restore') await this.carryOut.undo(one.subject, before, byId, at);
    else await this.carryOut.run(one.subject, decision, wanted.contents);
    const settled = { ...one, isOpen: false, claim: null, changedAt: Math.max(at, one.changedAt + 1) };
    await this.kept.cases.change(settled);
    await this.tell.decided(settled, decision, one.isOpen ? await this.kept.reports.reportersOf(one.id) : []);
    await this.note(settled, decision);
    this.around.work.announce(new CaseMoved(one.id));
    return decision;
  }

  private note({ id, subject }: StoredCase, { kind, rule, until, byId, removed }: StoredDecision): Promise<void> {
    const detail = {
      ...{ decision: kind, kind: subject.kind, subject: subject.id, removed },
      ...(rule !== null && { rule }),
      ...(until !== null && until !== FOR_GOOD && { until }),
    };
    return this.audit.write({ action: 'case.decided', byId, about: { kind: 'case', id }, detail });
  }
}
