import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import type { CaseReason } from '../../domain/cases/case.js';
import { CaseReports } from '../../domain/cases/cases.js';
import { ModerationRegistry } from '../../domain/cases/moderation-registry.js';
import { type Subject, type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';
import { CaseSurroundings } from './case-surroundings.js';
import { AddReport } from './add-report.js';

export interface ReportToMake {
  readonly userId: string;
  readonly clientId: string;
  readonly subject: Subject;
  readonly reason: CaseReason;
  readonly words: string;
}

/** Tells those who moderate of something, once for each clientId. */
@Injectable()
export class ReportSubject {
  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly reports: CaseReports,
    private readonly gather: AddReport,
    private readonly users: Users,
    private readonly around: CaseSurroundings,
  ) {}

  /** @throws Rejection SAFETY_SUBJECT_NOT_FOUND, SAFETY_CANNOT_REPORT_OWN, UNAUTHENTICATED */
  async run({ userId, clientId, subject, reason, words }: ReportToMake): Promise<void> {
    // Outside the transaction: who may see what is a question that caches answer.
    const facts = await this.requireSeen(userId, subject, clientId);
    if (!facts) return;
    await this.around.work.run(async () => {
      if (!(await this.users.hold([userId])).has(userId)) throw new Rejection('UNAUTHENTICATED');
      // Whoever reports is held: the same command at the same time has ended by now.
      if (await this.reports.isThere(userId, clientId)) return;
      const at = this.around.clock.now();
      await this.gather.run({ subject, facts, byId: userId, clientId, reason, words, detail: null, at });
    });
  }

  /** Null where it is reported already: what was seen then may be hidden by now. */
  private async requireSeen(userId: string, subject: Subject, clientId: string): Promise<SubjectDetails | null> {
    if (await this.reports.isThere(userId, clientId)) return null;
    const keeper = await this.subjects.keeperOf(subject);
    const facts = keeper && (await keeper.describe([subject])).get(subjectKey(subject));
    if (!facts || !(await keeper.canView(userId, subject))) {
      throw new Rejection('SAFETY_SUBJECT_NOT_FOUND');
    }
    if (facts.authorId === userId) throw new Rejection('SAFETY_CANNOT_REPORT_OWN');
    return facts;
  }
}
