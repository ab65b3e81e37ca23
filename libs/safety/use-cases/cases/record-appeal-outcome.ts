import { Injectable } from '@nestjs/common';
import { Audit } from '../../domain/cases/audit.js';
import { CaseChanged, type StoredAppeal, type StoredCase, type StoredDecision } from '../../domain/cases/case.js';
import { CaseSurroundings } from './case-surroundings.js';
import { KeptCases } from './kept-cases.js';
import { DecisionNotifier } from './decision-notifier.js';

/** Inside the transaction that decides an appeal: it is written down and told. */
@Injectable()
export class RecordAppealOutcome {
  constructor(
    private readonly kept: KeptCases,
    private readonly tell: DecisionNotifier,
    private readonly audit: Audit,
    private readonly around: CaseSurroundings,
  ) {}

  async run(one: StoredCase, decision: StoredDecision, appeal: StoredAppeal): Promise<void> {
    const at = appeal.decidedAt ?? this.around.clock.now();
    await this.kept.decisions.decideAppeal(appeal);
    const ofCase = (await this.kept.decisions.about([decision.subjectKey])).filter(({ caseId }) => caseId === one.id);
    const appeals = await this.kept.decisions.appealsOf(ofCase.map(({ id }) => id));
    const isAppealed = appeals.some(({ outcome }) => outcome === null);
    await this.kept.cases.change({ ...one, isAppealed, changedAt: Math.max(at, one.changedAt + 1) });
    await this.tell.appealDecided(one, decision, appeal, at);
    const detail = { outcome: appeal.outcome ?? '', decision: decision.kind };
    await this.audit.write({
      action: 'appeal.decided',
      byId: appeal.decidedById,
      about: { kind: 'case', id: one.id },
      detail,
    });
    this.around.work.publish(new CaseChanged(one.id));
  }
}
