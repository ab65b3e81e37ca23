import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import { CaseChanged, type StoredAppeal, type StoredCase, type StoredDecision } from '../../domain/cases/case.js';
import { AuditLog } from '../../storage/cases/audit-log.js';
import { Cases } from '../../storage/cases/cases.js';
import { Decisions } from '../../storage/cases/decisions.js';
import { CaseNotifier } from './case-notifier.js';

const MAX_DECISIONS = 100;

export interface DecisionAboutUser {
  readonly decision: StoredDecision;
  readonly case: StoredCase;
  readonly appeal: StoredAppeal | null;
}

/** Appeals, and the decisions that a user can appeal against. CasesService decides appeals. */
@Injectable()
export class AppealsService {
  constructor(
    private readonly cases: Cases,
    private readonly decisions: Decisions,
    private readonly users: Users,
    private readonly notifier: CaseNotifier,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Reads decisions about a user and their content, newest first. Omits dismissals, which have no effect. */
  async decisionsAbout(userId: string): Promise<DecisionAboutUser[]> {
    const all = await this.decisions.aboutUser(userId, MAX_DECISIONS);
    const decisions = all.filter(({ kind }) => kind !== 'dismiss');
    const caseIds = [...new Set(decisions.map(({ caseId }) => caseId))];
    const cases = new Map((await this.cases.byIds(caseIds)).map((one) => [one.id, one]));
    const appeals = await this.decisions.appealsOf(decisions.map(({ id }) => id));
    return decisions.flatMap((decision) => {
      const one = cases.get(decision.caseId);
      if (!one) return [];
      return [{ decision, case: one, appeal: appeals.find(({ decisionId }) => decisionId === decision.id) ?? null }];
    });
  }

  /**
   * Appeals against a decision, once.
   * @throws Rejection SAFETY_DECISION_NOT_FOUND, SAFETY_ALREADY_APPEALED, UNAUTHENTICATED
   */
  submit(decisionId: string, userId: string, text: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.users.hold([userId])).has(userId)) throw new Rejection('UNAUTHENTICATED');
      const decision = await this.decisions.byId(decisionId);
      if (decision?.authorId !== userId || !isInForce(decision)) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      const locked = await this.cases.lock(decision.caseId);
      if (!locked) throw new Rejection('SAFETY_DECISION_NOT_FOUND');
      const at = this.clock.now();
      const appeal: StoredAppeal = {
        id: this.ids.next(),
        decisionId,
        caseId: locked.id,
        byId: userId,
        text,
        at,
        outcome: null,
        decidedById: null,
        decidedAt: null,
        answer: '',
      };
      // The lock on the user serializes concurrent appeals.
      if ((await this.decisions.appealsOf([decisionId])).length > 0) throw new Rejection('SAFETY_ALREADY_APPEALED');
      if (!(await this.decisions.addAppeal(appeal))) throw new Rejection('SAFETY_ALREADY_APPEALED');
      await this.cases.change({ ...locked, isAppealed: true, changedAt: Math.max(at, locked.changedAt + 1) });
      await this.notifier.notifyOfAppeal(locked, appeal);
      await this.audit.write({ action: 'appeal.made', byId: userId, about: { kind: 'case', id: locked.id } });
      this.unitOfWork.publish(new CaseChanged(locked.id));
    });
  }

  /** Grants pending appeals against revoked decisions, inside the transaction that revokes them. */
  async grantPending(revoked: readonly StoredDecision[], byId: string | null, at: number): Promise<void> {
    for (const { id, decisionId } of await this.decisions.appealsOf(revoked.map((decision) => decision.id))) {
      const appeal = await this.decisions.lockAppeal(id);
      const decision = revoked.find((lockedCase) => lockedCase.id === decisionId);
      if (appeal?.outcome !== null || !decision) continue;
      const one = await this.cases.lock(appeal.caseId);
      if (!one) continue;
      await this.recordOutcome(one, decision, { ...appeal, outcome: 'granted', decidedById: byId, decidedAt: at });
    }
  }

  /** Stores the outcome of an appeal and notifies its author, inside a transaction that locked case and appeal. */
  async recordOutcome(lockedCase: StoredCase, decision: StoredDecision, appeal: StoredAppeal): Promise<void> {
    const at = appeal.decidedAt ?? this.clock.now();
    await this.decisions.decideAppeal(appeal);
    const ofCase = (await this.decisions.about([decision.subjectKey])).filter(({ caseId }) => caseId === lockedCase.id);
    const appeals = await this.decisions.appealsOf(ofCase.map(({ id }) => id));
    const isAppealed = appeals.some(({ outcome }) => outcome === null);
    await this.cases.change({ ...lockedCase, isAppealed, changedAt: Math.max(at, lockedCase.changedAt + 1) });
    await this.notifier.notifyOfAppealOutcome(lockedCase, decision, appeal, at);
    await this.audit.write({
      action: 'appeal.decided',
      byId: appeal.decidedById,
      about: { kind: 'case', id: lockedCase.id },
      detail: { outcome: appeal.outcome ?? '', decision: decision.kind },
    });
    this.unitOfWork.publish(new CaseChanged(lockedCase.id));
  }
}
