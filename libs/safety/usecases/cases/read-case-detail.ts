import { Injectable } from '@nestjs/common';
import type { StoredReport } from '../../domain/cases/case.js';
import { CaseLimits } from '../../domain/cases/limits.js';
import { mayDecide, type MayNot } from '../../domain/cases/may-decide.js';
import type { DecisionKind } from '../../domain/cases/case.js';
import type { ContextLine } from '../../domain/cases/subject.js';
import { DecidedContents } from '../../domain/contents/decided-contents.js';
import { HoldCase } from './hold-case.js';
import { KnownSubjects } from './known-subjects.js';
import { type KnownAuthor, type KnownCase, ReadCases } from './read-cases.js';

export interface KnownDetail {
  readonly known: KnownCase;
  readonly reports: readonly StoredReport[];
  readonly context: readonly ContextLine[];
  readonly author: KnownAuthor | null;
  /** How often what was decided about has come again. */
  readonly timesBack: number;
  readonly may: readonly DecisionKind[];
  readonly mayNot?: MayNot;
}

/** All of one case, and what whoever reads it may decide. */
@Injectable()
export class ReadCaseDetail {
  constructor(
    private readonly reading: ReadCases,
    private readonly holding: HoldCase,
    private readonly subjects: KnownSubjects,
    private readonly limits: CaseLimits,
    private readonly contents: DecidedContents,
  ) {}

  /** @throws Rejection SAFETY_CASE_NOT_FOUND, FORBIDDEN */
  async run(caseId: string, readerId: string): Promise<KnownDetail> {
    const held = await this.holding.read(caseId, readerId);
    const known = await this.reading.one(caseId);
    const keeper = await this.subjects.keeperOf(known.case.subject);
    const context = await this.subjects.context(known.case.subject, this.limits.contextLines);
    return {
      ...{ known, context, reports: await this.reading.reports(caseId) },
      timesBack: await this.contents.timesBack(caseId),
      author: await this.reading.author(held.case.authorId),
      ...mayDecide({ ...held, facts: known.facts, keeper, decisions: known.decisions }),
    };
  }
}
