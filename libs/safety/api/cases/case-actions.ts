import { Injectable } from '@nestjs/common';
import { ClaimCase } from '../../use-cases/cases/claim-case.js';
import { DecideAppeal } from '../../use-cases/cases/decide-appeal.js';
import { DecideCase } from '../../use-cases/cases/decide-case.js';
import type { DecisionToTake } from '../../use-cases/cases/decision-to-take.js';
import { SanctionUser } from '../../use-cases/cases/sanction-user.js';

/** All that those who moderate do with cases. */
@Injectable()
export class CaseActions {
  constructor(
    private readonly claiming: ClaimCase,
    private readonly deciding: DecideCase,
    private readonly appeals: DecideAppeal,
    private readonly sanctioning: SanctionUser,
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
  decideAppeal(appealId: string, moderatorId: string, outcome: 'granted' | 'denied', answer: string): Promise<string> {
    return this.appeals.run(appealId, moderatorId, outcome, answer);
  }

  /** @returns the case's id */
  sanction(userId: string, moderatorId: string, wanted: DecisionToTake): Promise<string> {
    return this.sanctioning.run(userId, moderatorId, wanted);
  }
}
