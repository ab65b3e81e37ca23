import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import { CaseChanged, CLAIM_MS, type StoredCase } from '../../domain/cases/case.js';
import { Cases } from '../../domain/cases/cases.js';
import { CaseSurroundings } from './case-surroundings.js';
import { LockCase } from './lock-case.js';

/** Somebody who moderates looks at a case: for a while nobody else decides it. */
@Injectable()
export class ClaimCase {
  constructor(
    private readonly cases: Cases,
    private readonly holding: LockCase,
    private readonly audit: Audit,
    private readonly around: CaseSurroundings,
  ) {}

  /**
   * Again prolongs it; one whose time has run out is taken over.
   * @throws Rejection SAFETY_CASE_CLAIMED { until }, SAFETY_CASE_CHANGED where it is decided, SAFETY_CONFLICT_OF_INTEREST, and as LockCase
   */
  run(caseId: string, moderatorId: string): Promise<void> {
    return this.around.work.run(async () => {
      const held = await this.holding.run(caseId, moderatorId);
      const now = this.around.clock.now();
      if (!held.case.isOpen) throw new Rejection('SAFETY_CASE_CHANGED');
      if (held.case.authorId === moderatorId) throw new Rejection('SAFETY_CONFLICT_OF_INTEREST');
      requireUnclaimed(held.case, moderatorId, now);
      const isMine = held.case.claim?.byId === moderatorId;
      await this.change({ ...held.case, claim: { byId: moderatorId, until: now + CLAIM_MS } });
      if (!isMine) await this.note('case.claimed', caseId, moderatorId);
    });
  }

  /** Nothing where it is not theirs. */
  release(caseId: string, moderatorId: string): Promise<void> {
    return this.around.work.run(async () => {
      const held = await this.holding.run(caseId, moderatorId);
      if (held.case.claim?.byId !== moderatorId) return;
      await this.change({ ...held.case, claim: null });
      await this.note('case.released', caseId, moderatorId);
    });
  }

  private async change(changed: StoredCase): Promise<void> {
    await this.cases.change(changed);
    this.around.work.publish(new CaseChanged(changed.id));
  }

  private note(action: string, id: string, byId: string): Promise<void> {
    return this.audit.write({ action, byId, about: { kind: 'case', id } });
  }
}

/** @throws Rejection SAFETY_CASE_CLAIMED { until } */
export const requireUnclaimed = ({ claim }: StoredCase, moderatorId: string, now: number): void => {
  if (claim && claim.byId !== moderatorId && claim.until > now) {
    throw new Rejection('SAFETY_CASE_CLAIMED', { until: claim.until });
  }
};
