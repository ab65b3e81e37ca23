import { Injectable } from '@nestjs/common';
import type { StoredDecision } from '../../domain/cases/case.js';
import { RecordAppealOutcome } from './record-appeal-outcome.js';
import { KeptCases } from './kept-cases.js';

/** Inside the transaction that takes decisions back: whoever appealed against one of them has got what they asked for. */
@Injectable()
export class GrantPendingAppeals {
  constructor(
    private readonly kept: KeptCases,
    private readonly closing: RecordAppealOutcome,
  ) {}

  async run(over: readonly StoredDecision[], byId: string | null, at: number): Promise<void> {
    for (const { id, decisionId } of await this.kept.decisions.appealsOf(over.map(({ id }) => id))) {
      const appeal = await this.kept.decisions.holdAppeal(id);
      const decision = over.find((one) => one.id === decisionId);
      if (appeal?.outcome !== null || !decision) continue;
      const one = await this.kept.cases.hold(appeal.caseId);
      if (!one) continue;
      await this.closing.run(one, decision, { ...appeal, outcome: 'granted', decidedById: byId, decidedAt: at });
    }
  }
}
