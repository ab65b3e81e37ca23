import { Injectable } from '@nestjs/common';
import { ListUserStandings, Users } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import type { StoredCase } from '../../domain/cases/case.js';
import { canSanction, type Role } from '../../domain/cases/allowed-decisions.js';
import { CaseSurroundings } from './case-surroundings.js';
import { type DecisionToTake, requireFuture } from './decision-to-take.js';
import { KeptCases } from './kept-cases.js';
import { RecordDecision } from './record-decision.js';

/** Without a report: a case about somebody, decided at once, so that they are told and can appeal. */
@Injectable()
export class SanctionUser {
  constructor(
    private readonly kept: KeptCases,
    private readonly users: Users,
    private readonly standings: ListUserStandings,
    private readonly settle: RecordDecision,
    private readonly around: CaseSurroundings,
  ) {}

  /**
   * @param moderatorId null: at the server's terminal, where everything may be done
   * @returns the case's id
   * @throws Rejection USERS_NOT_FOUND, SAFETY_CONFLICT_OF_INTEREST, SAFETY_INSUFFICIENT_ROLE, FORBIDDEN, INVALID for a time that is over
   */
  run(userId: string, moderatorId: string | null, wanted: DecisionToTake): Promise<string> {
    return this.around.work.run(async () => {
      const held = await this.users.hold([userId, ...(moderatorId === null ? [] : [moderatorId])]);
      const user = (await this.standings.of([userId])).get(userId);
      if (!held.has(userId) || !user) throw new Rejection('USERS_NOT_FOUND');
      if (userId === moderatorId) throw new Rejection('SAFETY_CONFLICT_OF_INTEREST');
      await this.requireRank(moderatorId, user.role);
      const at = this.around.clock.now();
      requireFuture(wanted.until, at);
      const fresh = this.fresh(userId, user.user.name, at);
      const one = await this.kept.cases.holdOpen(fresh);
      await this.settle.run(one, wanted, moderatorId, at);
      return one.id;
    });
  }

  private async requireRank(moderatorId: string | null, role: Role): Promise<void> {
    if (moderatorId === null) return;
    const mine = (await this.standings.staff()).get(moderatorId);
    if (mine === undefined) throw new Rejection('FORBIDDEN');
    if (!canSanction(mine, role)) throw new Rejection('SAFETY_INSUFFICIENT_ROLE');
  }

  private fresh(userId: string, name: string, at: number): StoredCase {
    return {
      ...{ id: this.around.ids.next(), subject: { kind: 'user', id: userId }, authorId: userId },
      ...{ title: name, path: `/users/${userId}`, isOpen: true, isAppealed: false, priority: 0, reports: 0 },
      ...{ byChecks: false, openedAt: at, changedAt: at, claim: null },
    };
  }
}
