import { Injectable } from '@nestjs/common';
import { ListUserStandings, type UserStanding } from '@visionary/accounts';
import { Clock, Rejection } from '@visionary/kernel';
import type {
  CaseReason,
  DecisionKind,
  StoredAppeal,
  StoredCase,
  StoredDecision,
  StoredReport,
} from '../../domain/cases/case.js';
import type { CaseQuery } from '../../domain/cases/cases.js';
import { CaseLimits } from '../../domain/cases/limits.js';
import { type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';
import { KeptCases } from './kept-cases.js';
import { SubjectReader } from './subject-reader.js';

/** A case with what is known of it. */
export interface CaseWithContext {
  readonly case: StoredCase;
  /** Undefined: it is not there any more. */
  readonly facts: SubjectDetails | undefined;
  readonly reasons: readonly { readonly reason: CaseReason; readonly count: number }[];
  /** The highest that a check gave; undefined where none did. */
  readonly checkScore: number | undefined;
  /** About this subject, the oldest first. */
  readonly decisions: readonly StoredDecision[];
  readonly appeals: readonly StoredAppeal[];
}

export interface AuthorHistory extends UserStanding {
  readonly before: readonly { readonly kind: DecisionKind; readonly count: number }[];
}

/** The queue, for those who moderate: as many queries for a page as for one case. */
@Injectable()
export class ReadCases {
  constructor(
    private readonly kept: KeptCases,
    private readonly subjects: SubjectReader,
    private readonly standings: ListUserStandings,
    private readonly limits: CaseLimits,
    private readonly clock: Clock,
  ) {}

  async page(wanted: Omit<CaseQuery, 'limit' | 'now'>): Promise<{ known: CaseWithContext[]; more: boolean }> {
    const limit = this.limits.casesPerPage;
    const found = await this.kept.cases.page({ ...wanted, limit: limit + 1, now: this.clock.now() });
    return { known: await this.knownOf(found.slice(0, limit)), more: found.length > limit };
  }

  async byIds(ids: readonly string[]): Promise<CaseWithContext[]> {
    return this.knownOf(await this.kept.cases.byIds(ids));
  }

  /** @throws Rejection SAFETY_CASE_NOT_FOUND */
  async one(id: string): Promise<CaseWithContext> {
    const [known] = await this.byIds([id]);
    if (!known) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    return known;
  }

  counts(readerId: string): Promise<{ open: number; mine: number; appealed: number }> {
    return this.kept.cases.counts(readerId, this.clock.now());
  }

  reports(caseId: string): Promise<StoredReport[]> {
    return this.kept.reports.of(caseId, this.limits.reportsShown);
  }

  async author(authorId: string | null): Promise<AuthorHistory | null> {
    if (authorId === null) return null;
    const user = (await this.standings.of([authorId])).get(authorId);
    return user ? { ...user, before: await this.kept.decisions.countsOf(authorId) } : null;
  }

  private async knownOf(cases: readonly StoredCase[]): Promise<CaseWithContext[]> {
    const facts = await this.subjects.describe(cases.map(({ subject }) => subject));
    const reasons = await this.kept.reports.reasonsOf(cases.map(({ id }) => id));
    const scores = await this.kept.reports.scoresOf(cases.filter(({ byChecks }) => byChecks).map(({ id }) => id));
    const keys = [...new Set(cases.map(({ subject }) => subjectKey(subject)))];
    const decisions = await this.kept.decisions.about(keys);
    const appeals = await this.kept.decisions.appealsOf(decisions.map(({ id }) => id));
    const byKey = Map.groupBy(decisions, (decision) => decision.subjectKey);
    return cases.map((one) => {
      const about = byKey.get(subjectKey(one.subject)) ?? [];
      const ids = new Set(about.map(({ id }) => id));
      return {
        ...{ case: one, facts: facts.get(subjectKey(one.subject)), reasons: reasons.get(one.id) ?? [] },
        checkScore: scores.get(one.id),
        ...{ decisions: about, appeals: appeals.filter(({ decisionId }) => ids.has(decisionId)) },
      };
    });
  }
}
