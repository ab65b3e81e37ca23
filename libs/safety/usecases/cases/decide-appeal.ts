import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { isStanding } from '../../domain/cases/may-decide.js';
import { CarryOut } from './carry-out.js';
import { CaseSurroundings } from './case-surroundings.js';
import { CloseAppeal } from './close-appeal.js';
import { HoldCase } from './hold-case.js';
import { KeptCases } from './kept-cases.js';

/** Another look at a decision, by another one who moderates where there is one. */
@Injectable()
export class DecideAppeal {
  constructor(
    private readonly kept: KeptCases,
    private readonly holding: HoldCase,
    private readonly carryOut: CarryOut,
    private readonly closing: CloseAppeal,
    private readonly around: CaseSurroundings,
  ) {}

  /**
   * @returns the case it is about
   * @throws Rejection SAFETY_DECISION_NOT_FOUND, SAFETY_CASE_MOVED where it is decided, SAFETY_OWN_CASE, SAFETY_SAME_MODERATOR, FORBIDDEN
   */
  run(appealId: string, moderatorId: string, outcome: 'granted' | 'refused', answer: string): Promise<string> {
    return this.around.work.run(async () => {
      const known = await this.kept.decisions.holdAppeal(appealId);
      if (!known) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      const held = await this.holding.run(known.caseId, moderatorId);
      const decision = await this.kept.decisions.byId(known.decisionId);
      if (!decision) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      if (known.outcome !== null) throw new Rejection('SAFETY_CASE_MOVED');
      const isConcerned = known.byId === moderatorId || (held.hasReported && held.others);
      if (isConcerned) throw new Rejection('SAFETY_OWN_CASE');
      if (decision.byId === moderatorId && held.others) throw new Rejection('SAFETY_SAME_MODERATOR');
      const at = this.around.clock.now();
      await this.closing.run(held.case, decision, {
        ...known,
        outcome,
        answer,
        decidedById: moderatorId,
        decidedAt: at,
      });
      if (outcome === 'granted' && isStanding(decision)) {
        await this.carryOut.undo(held.case.subject, [decision], moderatorId, at);
      }
      return held.case.id;
    });
  }
}
