import { Injectable } from '@nestjs/common';
import { ListUserStandings, type UserStanding } from '@visionary/accounts';
import { type CaseReason, type DecisionKind, LIMITS } from '@visionary/contract';
import { Clock, Rejection } from '@visionary/kernel';
import { allowedDecisions, type DecisionConflict } from '../../domain/cases/allowed-decisions.js';
import type {
  CaseQuery,
  CaseQueueStats,
  StoredAppeal,
  StoredCase,
  StoredDecision,
  StoredReport,
} from '../../domain/cases/case.js';
import { type ContextLine, type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';
import { CaseReports } from '../../storage/cases/case-reports.js';
import { Cases } from '../../storage/cases/cases.js';
import { Decisions } from '../../storage/cases/decisions.js';
import { FingerprintVerdicts } from '../../storage/fingerprints/fingerprint-verdicts.js';
import { CaseContexts } from './case-contexts.js';
import { ModerationRegistry } from '../../domain/cases/moderation-registry.js';

export interface CaseDetails {
  readonly case: StoredCase;
  /** Undefined when the subject is deleted. */
  readonly facts: SubjectDetails | undefined;
  readonly reasons: readonly { readonly reason: CaseReason; readonly count: number }[];
  /** The highest score of an automatic check. */
  readonly checkScore: number | undefined;
  /** All decisions about the subject, oldest first. */
  readonly decisions: readonly StoredDecision[];
  readonly appeals: readonly StoredAppeal[];
}

export interface AuthorHistory extends UserStanding {
  readonly before: readonly { readonly kind: DecisionKind; readonly count: number }[];
}

export interface FullCase extends CaseDetails {
  readonly reports: readonly StoredReport[];
  readonly context: readonly ContextLine[];
  readonly author: AuthorHistory | null;
  /** How often content with a decision in this case was uploaded again. */
  readonly reuploadCount: number;
  readonly allowed: readonly DecisionKind[];
  readonly conflict?: DecisionConflict;
}

const STATS_PERIOD_MS = 7 * 86_400_000;

/** Reads cases for moderators. The number of queries doesn't depend on the number of cases. */
@Injectable()
export class CaseReader {
  constructor(
    private readonly cases: Cases,
    private readonly caseReports: CaseReports,
    private readonly decisions: Decisions,
    private readonly caseContexts: CaseContexts,
    private readonly subjects: ModerationRegistry,
    private readonly verdicts: FingerprintVerdicts,
    private readonly standings: ListUserStandings,
    private readonly clock: Clock,
  ) {}

  async page(query: Omit<CaseQuery, 'limit' | 'now'>): Promise<{ cases: CaseDetails[]; hasMore: boolean }> {
    const limit = LIMITS.casesPerPage;
    const found = await this.cases.page({ ...query, limit: limit + 1, now: this.clock.now() });
    return { cases: await this.details(found.slice(0, limit)), hasMore: found.length > limit };
  }

  async byIds(ids: readonly string[]): Promise<CaseDetails[]> {
    return this.details(await this.cases.byIds(ids));
  }

  /** @throws Rejection SAFETY_CASE_NOT_FOUND */
  async require(id: string): Promise<CaseDetails> {
    const [found] = await this.byIds([id]);
    if (!found) throw new Rejection('SAFETY_CASE_NOT_FOUND');
    return found;
  }

  /** Reads a case with everything that a moderator needs to decide it. @throws Rejection SAFETY_CASE_NOT_FOUND, FORBIDDEN */
  async full(caseId: string, moderatorId: string): Promise<FullCase> {
    const context = await this.caseContexts.read(caseId, moderatorId);
    const details = await this.require(caseId);
    const { facts, decisions } = details;
    const { subject } = details.case;
    const handler = await this.subjects.handlerOf(subject);
    return {
      ...details,
      context: await this.subjects.context(subject, LIMITS.contextLines),
      reports: await this.caseReports.ofCase(caseId, LIMITS.reportsShown),
      reuploadCount: await this.verdicts.countReuploads(caseId),
      author: await this.author(context.case.authorId),
      ...allowedDecisions({ ...context, facts, handler, decisions }),
    };
  }

  counts(readerId: string): Promise<{ open: number; mine: number; appealed: number }> {
    return this.cases.counts(readerId, this.clock.now());
  }

  /** Waiting times of the last seven days. */
  stats(): Promise<CaseQueueStats> {
    return this.cases.statsSince(this.clock.now() - STATS_PERIOD_MS);
  }

  private async author(authorId: string | null): Promise<AuthorHistory | null> {
    if (authorId === null) return null;
    const user = (await this.standings.of([authorId])).get(authorId);
    return user ? { ...user, before: await this.decisions.countsOf(authorId) } : null;
  }

  private async details(cases: readonly StoredCase[]): Promise<CaseDetails[]> {
    const facts = await this.subjects.describe(cases.map(({ subject }) => subject));
    const reasons = await this.caseReports.reasonsOf(cases.map(({ id }) => id));
    const scores = await this.caseReports.scoresOf(
      cases.filter(({ isAutoFlagged }) => isAutoFlagged).map(({ id }) => id),
    );
    const keys = [...new Set(cases.map(({ subject }) => subjectKey(subject)))];
    const decisions = await this.decisions.about(keys);
    const appeals = await this.decisions.appealsOf(decisions.map(({ id }) => id));
    const byKey = Map.groupBy(decisions, (decision) => decision.subjectKey);
    return cases.map((one) => {
      const key = subjectKey(one.subject);
      const about = byKey.get(key) ?? [];
      const ids = new Set(about.map(({ id }) => id));
      return {
        case: one,
        facts: facts.get(key),
        reasons: reasons.get(one.id) ?? [],
        checkScore: scores.get(one.id),
        decisions: about,
        appeals: appeals.filter(({ decisionId }) => ids.has(decisionId)),
      };
    });
  }
}
