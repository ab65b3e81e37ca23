import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import type { AuditDetail } from '../../domain/cases/audit.js';
import type { CaseReason } from '../../domain/cases/case.js';
import { ModerationRegistry } from '../../domain/cases/moderation-registry.js';
import { type Subject, type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';
import { AddReport } from './add-report.js';

export interface CaseToOpen {
  readonly by: 'system';
  readonly subject: Subject;
  readonly reason: CaseReason;
  /** What the check found; a `score` from 0 to 1 makes it more urgent. */
  readonly detail: AuditDetail;
  /**
   * Where the slice that has it cannot describe it yet or any more: something that is not kept, or not written down before this
   * transaction ends.
   */
  readonly facts?: SubjectDetails;
}

/** A check found something: those who moderate look at it. Joins the transaction that runs, if one does. */
@Injectable()
export class OpenCase {
  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly gather: AddReport,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns the case's id; null where nobody knows such a thing */
  run({ subject, reason, detail, facts: given }: CaseToOpen): Promise<string | null> {
    return this.work.run(async () => {
      const facts = given ?? (await this.subjects.describe([subject])).get(subjectKey(subject));
      if (!facts) return null;
      const found = { subject, facts, byId: null, clientId: null, reason, words: '', detail, at: this.clock.now() };
      return (await this.gather.run(found)).id;
    });
  }
}
