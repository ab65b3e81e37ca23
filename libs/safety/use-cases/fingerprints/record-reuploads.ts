import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { Audit, type AuditDetail } from '../../domain/cases/audit.js';
import type { Subject } from '../../domain/cases/subject.js';
import type {
  ReuploadSource,
  ContentVerdict,
  FingerprintVerdict,
} from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintVerdicts } from '../../domain/fingerprints/fingerprint-verdicts.js';

/** As decisions and reasons are called elsewhere in the log. */
const SAID: Partial<Record<ContentVerdict, AuditDetail>> = {
  ...{ removed: { decision: 'remove' }, level: { decision: 'setRating' }, held: { reason: 'imageCheck' } },
};

/** Inside a transaction: what was decided about came again, and what became of it. Its case and the log tell. */
@Injectable()
export class RecordReuploads {
  constructor(
    private readonly contents: FingerprintVerdicts,
    private readonly audit: Audit,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @param covered what was kept, and is covered as long as the decision holds */
  async run(
    decided: FingerprintVerdict,
    { entryPoint, byId }: ReuploadSource,
    covered: Subject | null = null,
  ): Promise<void> {
    const { caseId, cause, digest, verdict, contentRating } = decided;
    if (caseId === null) return;
    await this.contents.addReupload({
      id: this.ids.next(),
      caseId,
      cause,
      digest,
      subject: covered,
      at: this.clock.now(),
    });
    const detail = {
      ...{ kind: entryPoint, ...SAID[verdict] },
      ...(contentRating !== null && { contentRating }),
      ...(covered && { subject: covered.id }),
    };
    await this.audit.write({ action: 'content.reuploaded', byId, about: { kind: 'case', id: caseId }, detail });
  }
}
