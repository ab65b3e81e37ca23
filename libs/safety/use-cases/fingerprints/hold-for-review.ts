import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Subject, type SubjectDetails } from '../../domain/cases/subject.js';
import type { AuditDetail } from '../../domain/cases/audit.js';
import { HiddenSubjects } from '../../domain/cases/hidden-subjects.js';
import {
  AUTOMATIC_CHECK,
  causeOf,
  type ContentFingerprint,
  type FingerprintVerdict,
  type SimilarMatch,
} from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintVerdicts } from '../../domain/fingerprints/fingerprint-verdicts.js';
import { SubjectReader } from '../cases/subject-reader.js';
import { OpenCase } from '../cases/open-case.js';

/** Inside the transaction that keeps something: nobody sees it before somebody who moderates has looked, or at all. */
@Injectable()
export class HoldForReview {
  constructor(
    private readonly contents: FingerprintVerdicts,
    private readonly subjects: SubjectReader,
    private readonly hiddenSubjects: HiddenSubjects,
    private readonly openCase: OpenCase,
    private readonly clock: Clock,
  ) {}

  /** It looks like something that was removed: it waits, as what a check held back. It ends with that. @returns its case */
  async alike(
    subject: Subject,
    contentFingerprint: ContentFingerprint,
    { decided, distance }: SimilarMatch,
  ): Promise<string | null> {
    const detail: AuditDetail = { bits: distance, ...(decided.caseId !== null && { looksLike: decided.caseId }) };
    const found = { by: 'system', subject, reason: 'similarToRemoved', detail } as const;
    const caseId = await this.openCase.run(found);
    if (caseId === null) return null;
    const cause = causeOf(decided);
    const { digest, print } = contentFingerprint;
    // Without a print: what is held since it looks like something holds nothing that looks like it in turn.
    const held = {
      ...contentFingerprint,
      print: null,
      verdict: 'held',
      contentRating: null,
      cause,
      caseId,
      at: this.clock.now(),
    } as const;
    await this.contents.remember([held]);
    await this.contents.reaches({ subject, cause, digest, print, caseId, levels: null });
    return caseId;
  }

  /** As `alike`, of what is hidden as a whole until then. */
  async hidden(subject: Subject, contentFingerprint: ContentFingerprint, alike: SimilarMatch): Promise<void> {
    await this.alike(subject, contentFingerprint, alike);
    await this.subjects.hide(subject, null, this.clock.now());
  }

  /** What a check found holds for the content, too, until somebody who moderates says otherwise. */
  async found(
    contentFingerprint: ContentFingerprint,
    said: Pick<FingerprintVerdict, 'verdict' | 'contentRating' | 'caseId'>,
  ): Promise<void> {
    if (said.verdict === 'held') await this.contents.forget([AUTOMATIC_CHECK], [contentFingerprint.digest]);
    const { kind, digest, print } = contentFingerprint;
    await this.contents.remember([{ kind, digest, print, ...said, cause: AUTOMATIC_CHECK, at: this.clock.now() }]);
  }

  /** The slice covers it itself; it can be put back by the name of its keeper. */
  async covered(subject: Subject, facts: SubjectDetails, handler: string): Promise<void> {
    await this.hiddenSubjects.keep({ subject, facts, handler, snapshot: {} });
  }
}
