import { Injectable } from '@nestjs/common';
import { ListUserStandings } from '@visionary/accounts';
import type { StoredAppeal, StoredCase, StoredDecision } from '../../domain/cases/case.js';
import { KeptCases } from './kept-cases.js';

const AT_MOST = 100;

export interface DecisionAboutUser {
  readonly decision: StoredDecision;
  readonly case: StoredCase;
  readonly appeal: StoredAppeal | null;
}

/** How somebody stands: what was decided about them and what they made, the newest first. That something stays is not among it. */
@Injectable()
export class MyDecisions {
  constructor(
    private readonly kept: KeptCases,
    private readonly standings: ListUserStandings,
  ) {}

  async run(userId: string): Promise<DecisionAboutUser[]> {
    const all = await this.kept.decisions.aboutUser(userId, AT_MOST);
    const decisions = all.filter(({ kind }) => kind !== 'dismiss');
    const cases = new Map(
      (await this.kept.cases.byIds([...new Set(decisions.map((one) => one.caseId))])).map((one) => [one.id, one]),
    );
    const appeals = await this.kept.decisions.appealsOf(decisions.map(({ id }) => id));
    return decisions.flatMap((decision) => {
      const about = cases.get(decision.caseId);
      if (!about) return [];
      return [{ decision, case: about, appeal: appeals.find(({ decisionId }) => decisionId === decision.id) ?? null }];
    });
  }

  async standing(userId: string): Promise<{ mutedUntil: number | null; bannedUntil: number | null }> {
    const user = (await this.standings.of([userId])).get(userId);
    return { mutedUntil: user?.mutedUntil ?? null, bannedUntil: user?.bannedUntil ?? null };
  }
}
