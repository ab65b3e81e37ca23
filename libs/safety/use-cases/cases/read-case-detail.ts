import { Injectable } from '@nestjs/common';
import type { StoredReport } from '../../domain/cases/case.js';
import { CaseLimits } from '../../domain/cases/limits.js';
import { allowedDecisions, type DecisionConflict } from '../../domain/cases/allowed-decisions.js';
import type { DecisionKind } from '../../domain/cases/case.js';
import type { ContextLine } from '../../domain/cases/subject.js';
import { FingerprintVerdicts } from '../../domain/fingerprints/fingerprint-verdicts.js';
import { LockCase } from './lock-case.js';
import { SubjectReader } from './subject-reader.js';
import { type AuthorHistory, type CaseWithContext, ReadCases } from './read-cases.js';

export interface CaseDetailData {
  readonly known: CaseWithContext;
  readonly reports: readonly StoredReport[];
  readonly context: readonly ContextLine[];
  readonly author: AuthorHistory | null;
  /** How often what was decided about has come again. */
  readonly timesBack: number;
  readonly may: readonly DecisionKind[];
  readonly mayNot?: DecisionConflict;
}

/** All of one case, and what whoever reads it may decide. */
@Injectable()
export class ReadCaseDetail {
  constructor(
    private readonly reading: ReadCases,
    private readonly holding: LockCase,
    private readonly subjects: SubjectReader,
    private readonly limits: CaseLimits,
    private readonly contents: FingerprintVerdicts,
  ) {}

  /** @throws Rejection SAFETY_CASE_NOT_FOUND, FORBIDDEN */
  async run(caseId: string, readerId: string): Promise<CaseDetailData> {
    const held = await this.holding.read(caseId, readerId);
    const known = await this.reading.one(caseId);
    const handler = await this.subjects.keeperOf(known.case.subject);
    const context = await this.subjects.context(known.case.subject, this.limits.contextLines);
    return {
      ...{ known, context, reports: await this.reading.reports(caseId) },
      timesBack: await this.contents.timesBack(caseId),
      author: await this.reading.author(held.case.authorId),
      ...allowedDecisions({ ...held, facts: known.facts, handler, decisions: known.decisions }),
    };
  }
}
