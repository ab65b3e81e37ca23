import { Injectable } from '@nestjs/common';
import type { ContentRating } from '@visionary/contract';
import { Clock, Ids, Rejection } from '@visionary/kernel';
import type { AuditDetail } from '../../domain/cases/audit.js';
import type { Subject } from '../../domain/cases/subject.js';
import {
  AUTOMATIC_CHECK,
  causeOf,
  type ContentFingerprint,
  type ContentVerdict,
  evaluateFingerprint,
  type FingerprintVerdict,
  type ReuploadSource,
  type SimilarMatch,
  type UploadVerdict,
} from '../../domain/fingerprints/content-fingerprint.js';
import { AuditLog } from '../../storage/cases/audit-log.js';
import { FingerprintVerdicts } from '../../storage/fingerprints/fingerprint-verdicts.js';
import { HoldForReview } from './hold-for-review.js';
import { FingerprintReader } from '../../storage/fingerprints/fingerprint-reader.js';

/** The verdict in the words that the audit log uses elsewhere. */
const AUDITED_VERDICTS: Partial<Record<ContentVerdict, AuditDetail>> = {
  removed: { decision: 'remove' },
  level: { decision: 'setRating' },
  held: { reason: 'imageCheck' },
};

/**
 * Matches uploads against verdicts about the same or similar content. Everything but `ofFile` and `ofKept` runs inside the
 * transaction that stores the upload.
 */
@Injectable()
export class ReuploadMatcher {
  constructor(
    private readonly fingerprints: FingerprintReader,
    private readonly verdicts: FingerprintVerdicts,
    private readonly audit: AuditLog,
    private readonly ids: Ids,
    private readonly clock: Clock,
    readonly holding: HoldForReview,
  ) {}

  /** @returns null for bytes that aren't an image */
  ofFile(file: Uint8Array): Promise<ContentFingerprint | null> {
    return this.fingerprints.ofFile(file);
  }

  /** @param sha256 key in the blob store */
  ofStored(sha256: string): Promise<ContentFingerprint | null> {
    return this.fingerprints.ofStored(sha256);
  }

  /**
   * Evaluates fingerprints before anything is written. No verdict changes until the transaction ends.
   * @param hasFindings an automatic check found something that the same transaction stores
   */
  async evaluate(fingerprints: readonly ContentFingerprint[], hasFindings = false): Promise<UploadVerdict> {
    await (hasFindings ? this.verdicts.lockExclusive() : this.verdicts.lockShared());
    const exact = await this.verdicts.about(fingerprints.map(({ digest }) => digest));
    const similar: SimilarMatch[] = [];
    for (const { perceptualHash, digest } of fingerprints) {
      if (perceptualHash === null) continue;
      similar.push(
        ...(await this.verdicts.findSimilar(perceptualHash)).filter(({ decided }) => decided.digest !== digest),
      );
    }
    return evaluateFingerprint(exact, similar);
  }

  /** Records a rejected re-upload; the transaction stores nothing else. @returns null when the upload is accepted */
  async rejection({ blockingVerdict }: UploadVerdict, source: ReuploadSource): Promise<Rejection | null> {
    if (!blockingVerdict) return null;
    await this.record(blockingVerdict, source);
    return new Rejection(
      blockingVerdict.verdict === 'removed' ? 'SAFETY_CONTENT_REMOVED' : 'SAFETY_CONTENT_UNDER_REVIEW',
    );
  }

  /** As `rejection`, for similar content that can't be held for review. */
  async rejectionOfSimilar({ similar }: UploadVerdict, source: ReuploadSource): Promise<Rejection | null> {
    if (!similar) return null;
    await this.record(similar.decided, source);
    return new Rejection('SAFETY_MATCHES_REMOVED_CONTENT');
  }

  /** Records the content of a stored subject, so that later decisions about the same content apply to it. */
  async recordSubject(subject: Subject, { digest }: ContentFingerprint): Promise<void> {
    await this.verdicts.addSubject(subject, digest);
  }

  /** Records a re-upload that is stored with a stricter rating. */
  async recordRatedUpload({ ratingVerdict }: UploadVerdict, source: ReuploadSource): Promise<void> {
    if (ratingVerdict) await this.record(ratingVerdict, source);
  }

  /** Records the stricter rating of a stored subject, which is reverted when the verdict ends. */
  async recordRating(
    subject: Subject,
    { digest, perceptualHash }: ContentFingerprint,
    { ratingVerdict }: UploadVerdict,
    before: ContentRating,
  ): Promise<void> {
    const decided = ratingVerdict?.contentRating;
    if (!ratingVerdict || !decided || causeOf(ratingVerdict) === AUTOMATIC_CHECK) return;
    const ratings = { before, decided };
    await this.verdicts.addEffect({
      subject,
      cause: causeOf(ratingVerdict),
      digest,
      perceptualHash,
      caseId: null,
      ratings,
    });
  }

  /** Records removed content that is stored anyway and that its slice hides. */
  async recordHidden({ blockingVerdict }: UploadVerdict, source: ReuploadSource, subject: Subject): Promise<void> {
    if (blockingVerdict) await this.record(blockingVerdict, source, subject);
  }

  /** @param hidden the stored subject; null when the upload was rejected */
  private async record(
    { caseId, cause, digest, verdict, contentRating }: FingerprintVerdict,
    { entryPoint, byId }: ReuploadSource,
    hidden: Subject | null = null,
  ): Promise<void> {
    if (caseId === null) return;
    const at = this.clock.now();
    await this.verdicts.addReupload({ id: this.ids.next(), caseId, cause, digest, subject: hidden, at });
    const detail: AuditDetail = {
      kind: entryPoint,
      ...AUDITED_VERDICTS[verdict],
      ...(contentRating !== null && { contentRating }),
      ...(hidden && { subject: hidden.id }),
    };
    await this.audit.write({ action: 'content.reuploaded', byId, about: { kind: 'case', id: caseId }, detail });
  }
}
