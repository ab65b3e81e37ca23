import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import type { AuditDetail } from '../../domain/cases/audit.js';
import type { Subject } from '../../domain/cases/subject.js';
import {
  AUTOMATIC_CHECK,
  causeOf,
  type ContentFingerprint,
  type FingerprintVerdict,
  type SimilarMatch,
} from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintVerdicts } from '../../storage/fingerprints/fingerprint-verdicts.js';
import { OpenCase } from '../cases/open-case.js';
import { ModerationRegistry } from '../../domain/cases/moderation-registry.js';

/** Holds content for review, inside the transaction that stores it. */
@Injectable()
export class HoldForReview {
  constructor(
    private readonly verdicts: FingerprintVerdicts,
    private readonly subjects: ModerationRegistry,
    private readonly openCase: OpenCase,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens a case for content that is similar to removed or held content. The hold ends with the verdict about that content.
   * @returns the case id
   */
  async holdSimilar(
    subject: Subject,
    fingerprint: ContentFingerprint,
    { decided, distance }: SimilarMatch,
  ): Promise<string | null> {
    const detail: AuditDetail = { bits: distance, ...(decided.caseId !== null && { looksLike: decided.caseId }) };
    const caseId = await this.openCase.run({ by: 'system', subject, reason: 'similarToRemoved', detail });
    if (caseId === null) return null;
    const cause = causeOf(decided);
    const { digest, perceptualHash } = fingerprint;
    const held: FingerprintVerdict = {
      ...fingerprint,
      // Without a perceptual hash: content held for similarity must not hold other similar content.
      perceptualHash: null,
      verdict: 'held',
      contentRating: null,
      cause,
      caseId,
      at: this.clock.now(),
    };
    await this.verdicts.add([held]);
    await this.verdicts.addEffect({ subject, cause, digest, perceptualHash, caseId, ratings: null });
    return caseId;
  }

  /** As `holdSimilar`, and hides the subject. */
  async hideSimilar(subject: Subject, fingerprint: ContentFingerprint, match: SimilarMatch): Promise<void> {
    await this.holdSimilar(subject, fingerprint, match);
    await this.subjects.hide(subject, null, this.clock.now());
  }

  /** Stores the verdict of an automatic check. It applies to the same content until a moderator reviews it. */
  async storeAutomaticVerdict(
    { kind, digest, perceptualHash }: ContentFingerprint,
    verdict: Pick<FingerprintVerdict, 'verdict' | 'contentRating' | 'caseId'>,
  ): Promise<void> {
    if (verdict.verdict === 'held') await this.verdicts.remove([AUTOMATIC_CHECK], [digest]);
    const at = this.clock.now();
    await this.verdicts.add([{ kind, digest, perceptualHash, ...verdict, cause: AUTOMATIC_CHECK, at }]);
  }
}
