import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import type { CaseReason } from '../../domain/cases/case.js';
import { CaseReports } from '../../domain/cases/cases.js';
import { ModeratedSubjects } from '../../domain/cases/moderated-subjects.js';
import { type Subject, type SubjectFacts, subjectKey } from '../../domain/cases/subject.js';
import { CaseSurroundings } from './case-surroundings.js';
import { GatherReport } from './gather-report.js';

export interface ReportToMake {
  readonly personId: string;
  readonly clientId: string;
  readonly subject: Subject;
  readonly reason: CaseReason;
  readonly words: string;
}

/** Tells those who moderate of something, once for each clientId. */
@Injectable()
export class ReportSubject {
  constructor(
    private readonly subjects: ModeratedSubjects,
    private readonly reports: CaseReports,
    private readonly gather: GatherReport,
    private readonly people: People,
    private readonly around: CaseSurroundings,
  ) {}

  /** @throws Rejection SAFETY_SUBJECT_NOT_FOUND, SAFETY_NOT_ONESELF, UNAUTHENTICATED */
  async run({ personId, clientId, subject, reason, words }: ReportToMake): Promise<void> {
    // Outside the transaction: who may see what is a question that caches answer.
    const facts = await this.requireSeen(personId, subject, clientId);
    if (!facts) return;
    await this.around.work.run(async () => {
      if (!(await this.people.hold([personId])).has(personId)) throw new Rejection('UNAUTHENTICATED');
      // Whoever reports is held: the same command at the same time has ended by now.
      if (await this.reports.isThere(personId, clientId)) return;
      const at = this.around.clock.now();
      await this.gather.run({ subject, facts, byId: personId, clientId, reason, words, detail: null, at });
    });
  }

  /** Null where it is reported already: what was seen then may be hidden by now. */
  private async requireSeen(personId: string, subject: Subject, clientId: string): Promise<SubjectFacts | null> {
    if (await this.reports.isThere(personId, clientId)) return null;
    const keeper = await this.subjects.keeperOf(subject);
    const facts = keeper && (await keeper.describe([subject])).get(subjectKey(subject));
    if (!facts || !(await keeper.maySee(personId, subject))) {
      throw new Rejection('SAFETY_SUBJECT_NOT_FOUND');
    }
    if (facts.authorId === personId) throw new Rejection('SAFETY_NOT_ONESELF');
    return facts;
  }
}
