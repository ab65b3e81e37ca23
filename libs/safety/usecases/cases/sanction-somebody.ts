import { Injectable } from '@nestjs/common';
import { ListStandings, People } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import type { StoredCase } from '../../domain/cases/case.js';
import { mayPunish, type Role } from '../../domain/cases/may-decide.js';
import { CaseSurroundings } from './case-surroundings.js';
import { type DecisionToTake, requireFuture } from './decision-to-take.js';
import { KeptCases } from './kept-cases.js';
import { SettleCase } from './settle-case.js';

/** Without a report: a case about somebody, decided at once, so that they are told and can appeal. */
@Injectable()
export class SanctionSomebody {
  constructor(
    private readonly kept: KeptCases,
    private readonly people: People,
    private readonly standings: ListStandings,
    private readonly settle: SettleCase,
    private readonly around: CaseSurroundings,
  ) {}

  /**
   * @param moderatorId null: at the server's terminal, where everything may be done
   * @returns the case's id
   * @throws Rejection PEOPLE_NOT_FOUND, SAFETY_OWN_CASE, SAFETY_OUTRANKED, FORBIDDEN, INVALID for a time that is over
   */
  run(personId: string, moderatorId: string | null, wanted: DecisionToTake): Promise<string> {
    return this.around.work.run(async () => {
      const held = await this.people.hold([personId, ...(moderatorId === null ? [] : [moderatorId])]);
      const person = (await this.standings.of([personId])).get(personId);
      if (!held.has(personId) || !person) throw new Rejection('PEOPLE_NOT_FOUND');
      if (personId === moderatorId) throw new Rejection('SAFETY_OWN_CASE');
      await this.requireRank(moderatorId, person.role);
      const at = this.around.clock.now();
      requireFuture(wanted.until, at);
      const fresh = this.fresh(personId, person.person.name, at);
      const one = await this.kept.cases.holdOpen(fresh);
      await this.settle.run(one, wanted, moderatorId, at);
      return one.id;
    });
  }

  private async requireRank(moderatorId: string | null, role: Role): Promise<void> {
    if (moderatorId === null) return;
    const mine = (await this.standings.caretakers()).get(moderatorId);
    if (mine === undefined) throw new Rejection('FORBIDDEN');
    if (!mayPunish(mine, role)) throw new Rejection('SAFETY_OUTRANKED');
  }

  private fresh(personId: string, name: string, at: number): StoredCase {
    return {
      ...{ id: this.around.ids.next(), subject: { kind: 'person', id: personId }, authorId: personId },
      ...{ title: name, path: `/people/${personId}`, isOpen: true, isAppealed: false, priority: 0, reports: 0 },
      ...{ byChecks: false, openedAt: at, changedAt: at, claim: null },
    };
  }
}
