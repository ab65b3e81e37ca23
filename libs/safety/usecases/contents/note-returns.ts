import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { Audit, type AuditDetail } from '../../domain/cases/audit.js';
import type { Subject } from '../../domain/cases/subject.js';
import type { CameBack, ContentVerdict, DecidedContent } from '../../domain/contents/content.js';
import { DecidedContents } from '../../domain/contents/decided-contents.js';

/** As decisions and reasons are called elsewhere in the log. */
const SAID: Partial<Record<ContentVerdict, AuditDetail>> = {
  ...{ removed: { decision: 'remove' }, level: { decision: 'level' }, held: { reason: 'picture' } },
};

/** Inside a transaction: what was decided about came again, and what became of it. Its case and the log tell. */
@Injectable()
export class NoteReturns {
  constructor(
    private readonly contents: DecidedContents,
    private readonly audit: Audit,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @param covered what was kept, and is covered as long as the decision holds */
  async run(decided: DecidedContent, { door, byId }: CameBack, covered: Subject | null = null): Promise<void> {
    const { caseId, cause, digest, verdict, maturity } = decided;
    if (caseId === null) return;
    await this.contents.came({ id: this.ids.next(), caseId, cause, digest, subject: covered, at: this.clock.now() });
    const detail = {
      ...{ kind: door, ...SAID[verdict] },
      ...(maturity !== null && { maturity }),
      ...(covered && { subject: covered.id }),
    };
    await this.audit.write({ action: 'content.returned', byId, about: { kind: 'case', id: caseId }, detail });
  }
}
