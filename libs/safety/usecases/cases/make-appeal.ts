import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import { CaseMoved } from '../../domain/cases/case.js';
import { isStanding } from '../../domain/cases/may-decide.js';
import { CaseSurroundings } from './case-surroundings.js';
import { KeptCases } from './kept-cases.js';
import { TellOfDecisions } from './tell-of-decisions.js';

/** Whoever is concerned by a decision asks for another look, once. */
@Injectable()
export class MakeAppeal {
  constructor(
    private readonly kept: KeptCases,
    private readonly people: People,
    private readonly tell: TellOfDecisions,
    private readonly audit: Audit,
    private readonly around: CaseSurroundings,
  ) {}

  /** @throws Rejection SAFETY_DECISION_NOT_FOUND, SAFETY_APPEALED, UNAUTHENTICATED */
  run(decisionId: string, personId: string, words: string): Promise<void> {
    return this.around.work.run(async () => {
      if (!(await this.people.hold([personId])).has(personId)) throw new Rejection('UNAUTHENTICATED');
      const decision = await this.kept.decisions.byId(decisionId);
      if (decision?.authorId !== personId || !isStanding(decision)) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      const held = await this.kept.cases.hold(decision.caseId);
      if (!held) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      const at = this.around.clock.now();
      const appeal = {
        ...{ id: this.around.ids.next(), decisionId, caseId: held.id, byId: personId, words, at },
        ...{ outcome: null, decidedById: null, decidedAt: null, answer: '' },
      };
      // Held with its person: a second one at once has come to its end.
      if ((await this.kept.decisions.appealsOf([decisionId])).length > 0) throw new Rejection('SAFETY_APPEALED');
      if (!(await this.kept.decisions.addAppeal(appeal))) throw new Rejection('SAFETY_APPEALED');
      await this.kept.cases.change({ ...held, isAppealed: true, changedAt: Math.max(at, held.changedAt + 1) });
      await this.tell.appealed(held, appeal);
      await this.audit.write({ action: 'appeal.made', byId: personId, about: { kind: 'case', id: held.id } });
      this.around.work.announce(new CaseMoved(held.id));
    });
  }
}
