import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import { CaseChanged } from '../../domain/cases/case.js';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import { CaseSurroundings } from './case-surroundings.js';
import { KeptCases } from './kept-cases.js';
import { DecisionNotifier } from './decision-notifier.js';

/** Whoever is concerned by a decision asks for another look, once. */
@Injectable()
export class SubmitAppeal {
  constructor(
    private readonly kept: KeptCases,
    private readonly users: Users,
    private readonly tell: DecisionNotifier,
    private readonly audit: Audit,
    private readonly around: CaseSurroundings,
  ) {}

  /** @throws Rejection SAFETY_DECISION_NOT_FOUND, SAFETY_ALREADY_APPEALED, UNAUTHENTICATED */
  run(decisionId: string, userId: string, words: string): Promise<void> {
    return this.around.work.run(async () => {
      if (!(await this.users.hold([userId])).has(userId)) throw new Rejection('UNAUTHENTICATED');
      const decision = await this.kept.decisions.byId(decisionId);
      if (decision?.authorId !== userId || !isInForce(decision)) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      const held = await this.kept.cases.hold(decision.caseId);
      if (!held) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      const at = this.around.clock.now();
      const appeal = {
        ...{ id: this.around.ids.next(), decisionId, caseId: held.id, byId: userId, words, at },
        ...{ outcome: null, decidedById: null, decidedAt: null, answer: '' },
      };
      // Held with its user: a second one at once has come to its end.
      if ((await this.kept.decisions.appealsOf([decisionId])).length > 0) {
        throw new Rejection('SAFETY_ALREADY_APPEALED');
      }
      if (!(await this.kept.decisions.addAppeal(appeal))) throw new Rejection('SAFETY_ALREADY_APPEALED');
      await this.kept.cases.change({ ...held, isAppealed: true, changedAt: Math.max(at, held.changedAt + 1) });
      await this.tell.appealed(held, appeal);
      await this.audit.write({ action: 'appeal.made', byId: userId, about: { kind: 'case', id: held.id } });
      this.around.work.publish(new CaseChanged(held.id));
    });
  }
}
