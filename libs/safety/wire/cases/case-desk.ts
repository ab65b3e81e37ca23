import { Injectable } from '@nestjs/common';
import { ClaimCase } from '../../usecases/cases/claim-case.js';
import { DecideAppeal } from '../../usecases/cases/decide-appeal.js';
import { DecideCase } from '../../usecases/cases/decide-case.js';
import type { DecisionToTake } from '../../usecases/cases/decision-to-take.js';
import { SanctionSomebody } from '../../usecases/cases/sanction-somebody.js';

/** All that those who moderate do with cases. */
@Injectable()
export class CaseDesk {
  constructor(
    private readonly claiming: ClaimCase,
    private readonly deciding: DecideCase,
    private readonly appeals: DecideAppeal,
    private readonly sanctioning: SanctionSomebody,
  ) {}

  claim(caseId: string, moderatorId: string): Promise<void> {
    return this.claiming.run(caseId, moderatorId);
  }

  release(caseId: string, moderatorId: string): Promise<void> {
    return this.claiming.release(caseId, moderatorId);
  }

  decide(caseId: string, moderatorId: string, seenAt: number, wanted: DecisionToTake): Promise<void> {
    return this.deciding.run(caseId, moderatorId, seenAt, wanted);
  }

  /** @returns the case's id */
  decideAppeal(appealId: string, moderatorId: string, outcome: 'granted' | 'refused', answer: string): Promise<string> {
    return this.appeals.run(appealId, moderatorId, outcome, answer);
  }

  /** @returns the case's id */
  sanction(personId: string, moderatorId: string, wanted: DecisionToTake): Promise<string> {
    return this.sanctioning.run(personId, moderatorId, wanted);
  }
}
