import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { DecisionKind } from '../../domain/cases/case.js';
import { Decisions } from '../../domain/cases/cases.js';
import { mayDecide } from '../../domain/cases/may-decide.js';
import { subjectKey } from '../../domain/cases/subject.js';
import { CaseSurroundings } from './case-surroundings.js';
import { requireUnclaimed } from './claim-case.js';
import { type DecisionToTake, requireFuture } from './decision-to-take.js';
import { type HeldCase, HoldCase } from './hold-case.js';
import { KnownSubjects } from './known-subjects.js';
import { SettleCase } from './settle-case.js';

/** Somebody who moderates decides. Of two at once one wins, and the other is told. */
@Injectable()
export class DecideCase {
  constructor(
    private readonly decisions: Decisions,
    private readonly subjects: KnownSubjects,
    private readonly holding: HoldCase,
    private readonly settle: SettleCase,
    private readonly around: CaseSurroundings,
  ) {}

  /**
   * @param seenAt when the case changed last, as whoever decides saw it
   * @throws Rejection SAFETY_CASE_MOVED, SAFETY_CASE_CLAIMED { until }, SAFETY_OWN_CASE, SAFETY_OUTRANKED,
   *   SAFETY_CANNOT_DECIDE, INVALID for a time that is over, and as HoldCase
   */
  async run(caseId: string, moderatorId: string, seenAt: number, wanted: DecisionToTake): Promise<void> {
    const { case: known } = await this.holding.read(caseId, moderatorId);
    const contents = await this.subjects.contentsOf(known.subject);
    await this.around.work.run(async () => {
      const held = await this.holding.run(caseId, moderatorId);
      const now = this.around.clock.now();
      if (held.case.changedAt !== seenAt) throw new Rejection('SAFETY_CASE_MOVED');
      requireUnclaimed(held.case, moderatorId, now);
      requireFuture(wanted.until, now);
      await this.requireRight(held, wanted);
      await this.settle.run(held.case, { ...wanted, contents }, moderatorId, now);
    });
  }

  private async requireRight(held: HeldCase, { kind, remove = false }: DecisionToTake): Promise<void> {
    const { subject } = held.case;
    const keeper = await this.subjects.keeperOf(subject);
    const facts = await this.subjects.one(subject);
    const decisions = await this.decisions.about([subjectKey(subject)]);
    const { may, mayNot } = mayDecide({ ...held, facts, keeper, decisions });
    const all: readonly DecisionKind[] = remove ? [kind, 'remove'] : [kind];
    if (all.every((one) => may.includes(one))) return;
    if (mayNot === 'own' || mayNot === 'reported') throw new Rejection('SAFETY_OWN_CASE');
    if (mayNot === 'outranked' && (kind === 'mute' || kind === 'ban')) throw new Rejection('SAFETY_OUTRANKED');
    throw new Rejection('SAFETY_CANNOT_DECIDE');
  }
}
