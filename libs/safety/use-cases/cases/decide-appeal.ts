import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import { ApplyDecision } from './apply-decision.js';
import { CaseSurroundings } from './case-surroundings.js';
import { RecordAppealOutcome } from './record-appeal-outcome.js';
import { LockCase } from './lock-case.js';
import { KeptCases } from './kept-cases.js';

/** Another look at a decision, by another one who moderates where there is one. */
@Injectable()
export class DecideAppeal {
  constructor(
    private readonly kept: KeptCases,
    private readonly holding: LockCase,
    private readonly applyDecision: ApplyDecision,
    private readonly closing: RecordAppealOutcome,
    private readonly around: CaseSurroundings,
  ) {}

  /**
   * @returns the case it is about
   * @throws Rejection SAFETY_DECISION_NOT_FOUND, SAFETY_CASE_CHANGED where it is decided, SAFETY_CONFLICT_OF_INTEREST, SAFETY_APPEAL_NEEDS_OTHER_MODERATOR, FORBIDDEN
   */
  run(appealId: string, moderatorId: string, outcome: 'granted' | 'denied', answer: string): Promise<string> {
    return this.around.work.run(async () => {
      const known = await this.kept.decisions.holdAppeal(appealId);
      if (!known) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      const held = await this.holding.run(known.caseId, moderatorId);
      const decision = await this.kept.decisions.byId(known.decisionId);
      if (!decision) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      if (known.outcome !== null) throw new Rejection('SAFETY_CASE_CHANGED');
      const isConcerned = known.byId === moderatorId || (held.hasReported && held.others);
      if (isConcerned) throw new Rejection('SAFETY_CONFLICT_OF_INTEREST');
      if (decision.byId === moderatorId && held.others) throw new Rejection('SAFETY_APPEAL_NEEDS_OTHER_MODERATOR');
      const at = this.around.clock.now();
      await this.closing.run(held.case, decision, {
        ...known,
        outcome,
        answer,
        decidedById: moderatorId,
        decidedAt: at,
      });
      if (outcome === 'granted' && isInForce(decision)) {
        await this.applyDecision.undo(held.case.subject, [decision], moderatorId, at);
      }
      return held.case.id;
    });
  }
}
