import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { DecisionKind } from '../../domain/cases/case.js';
import { Decisions } from '../../domain/cases/cases.js';
import { allowedDecisions } from '../../domain/cases/allowed-decisions.js';
import { subjectKey } from '../../domain/cases/subject.js';
import { CaseSurroundings } from './case-surroundings.js';
import { requireUnclaimed } from './claim-case.js';
import { type DecisionToTake, requireFuture } from './decision-to-take.js';
import { type LockedCase, LockCase } from './lock-case.js';
import { SubjectReader } from './subject-reader.js';
import { RecordDecision } from './record-decision.js';

/** Somebody who moderates decides. Of two at once one wins, and the other is told. */
@Injectable()
export class DecideCase {
  constructor(
    private readonly decisions: Decisions,
    private readonly subjects: SubjectReader,
    private readonly holding: LockCase,
    private readonly settle: RecordDecision,
    private readonly around: CaseSurroundings,
  ) {}

  /**
   * @param seenAt when the case changed last, as whoever decides saw it
   * @throws Rejection SAFETY_CASE_CHANGED, SAFETY_CASE_CLAIMED { until }, SAFETY_CONFLICT_OF_INTEREST, SAFETY_INSUFFICIENT_ROLE,
   *   SAFETY_DECISION_NOT_ALLOWED, INVALID for a time that is over, and as LockCase
   */
  async run(caseId: string, moderatorId: string, seenAt: number, wanted: DecisionToTake): Promise<void> {
    const { case: known } = await this.holding.read(caseId, moderatorId);
    const contents = await this.subjects.contentsOf(known.subject);
    await this.around.work.run(async () => {
      const held = await this.holding.run(caseId, moderatorId);
      const now = this.around.clock.now();
      if (held.case.changedAt !== seenAt) throw new Rejection('SAFETY_CASE_CHANGED');
      requireUnclaimed(held.case, moderatorId, now);
      requireFuture(wanted.until, now);
      await this.requireRight(held, wanted);
      await this.settle.run(held.case, { ...wanted, contents }, moderatorId, now);
    });
  }

  private async requireRight(held: LockedCase, { kind, remove = false }: DecisionToTake): Promise<void> {
    const { subject } = held.case;
    const handler = await this.subjects.keeperOf(subject);
    const facts = await this.subjects.one(subject);
    const decisions = await this.decisions.about([subjectKey(subject)]);
    const { may, mayNot } = allowedDecisions({ ...held, facts, handler, decisions });
    const all: readonly DecisionKind[] = remove ? [kind, 'remove'] : [kind];
    if (all.every((one) => may.includes(one))) return;
    if (mayNot === 'own' || mayNot === 'reported') throw new Rejection('SAFETY_CONFLICT_OF_INTEREST');
    if (mayNot === 'outranked' && (kind === 'mute' || kind === 'ban')) throw new Rejection('SAFETY_INSUFFICIENT_ROLE');
    throw new Rejection('SAFETY_DECISION_NOT_ALLOWED');
  }
}
