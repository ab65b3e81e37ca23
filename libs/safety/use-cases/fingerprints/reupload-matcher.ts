import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { ContentRating, Subject, SubjectDetails } from '../../domain/cases/subject.js';
import {
  AUTOMATIC_CHECK,
  type ReuploadSource,
  causeOf,
  type ContentFingerprint,
  type UploadVerdict,
  type SimilarMatch,
  evaluateFingerprint,
} from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintReader } from '../../domain/fingerprints/fingerprint-reader.js';
import { FingerprintVerdicts } from '../../domain/fingerprints/fingerprint-verdicts.js';
import { HoldForReview } from './hold-for-review.js';
import { RecordReuploads } from './record-reuploads.js';

/** For whoever lets something in: what was decided about the same content, and about images that look like it. */
@Injectable()
export class ReuploadMatcher {
  constructor(
    private readonly prints: FingerprintReader,
    private readonly contents: FingerprintVerdicts,
    private readonly returns: RecordReuploads,
    readonly holding: HoldForReview,
  ) {}

  /** Before a transaction. @returns null for bytes that are no image */
  ofFile(file: Uint8Array): Promise<ContentFingerprint | null> {
    return this.prints.ofFile(file);
  }

  /** As `ofFile`, by the key in the blob store. */
  ofKept(sha256: string): Promise<ContentFingerprint | null> {
    return this.prints.ofKept(sha256);
  }

  /**
   * Inside the transaction that keeps it, before anything is written: until its end nobody decides otherwise.
   * @param finds whether a check has found something in it, which is to be remembered in the same transaction
   */
  async ask(contents: readonly ContentFingerprint[], finds = false): Promise<UploadVerdict> {
    await (finds ? this.contents.lockExclusive() : this.contents.lockShared());
    const exact = await this.contents.about(contents.map(({ digest }) => digest));
    const alike: SimilarMatch[] = [];
    for (const { print, digest } of contents) {
      if (print === null) continue;
      alike.push(...(await this.contents.alike(print)).filter(({ decided }) => decided.digest !== digest));
    }
    return evaluateFingerprint(exact, alike);
  }

  /** Inside the same transaction, which ends then without having kept anything. @returns null where it may come in */
  async refusal({ stopped }: UploadVerdict, back: ReuploadSource): Promise<Rejection | null> {
    if (!stopped) return null;
    await this.returns.run(stopped, back);
    return new Rejection(stopped.verdict === 'removed' ? 'SAFETY_CONTENT_REMOVED' : 'SAFETY_CONTENT_UNDER_REVIEW');
  }

  /** As `refusal`, of what only looks like it, where it could not wait anywhere until somebody has looked. */
  async refusalOfAlike({ alike }: UploadVerdict, back: ReuploadSource): Promise<Rejection | null> {
    if (!alike) return null;
    await this.returns.run(alike.decided, back);
    return new Rejection('SAFETY_MATCHES_REMOVED_CONTENT');
  }

  /** Inside the same transaction, of what is kept: a decision about the same content elsewhere finds it. */
  async stands(subject: Subject, { digest }: ContentFingerprint): Promise<void> {
    await this.contents.stands(subject, digest);
  }

  /** Inside the same transaction: it is kept, but for no more users than was decided. */
  async noteLevel({ rating }: UploadVerdict, back: ReuploadSource): Promise<void> {
    if (rating) await this.returns.run(rating, back);
  }

  /** Inside the same transaction, of what is kept for fewer users because of it: it is as before once that ends. */
  async levels(
    subject: Subject,
    { digest, print }: ContentFingerprint,
    { rating }: UploadVerdict,
    before: ContentRating,
  ): Promise<void> {
    const decided = rating?.contentRating;
    if (!rating || !decided || causeOf(rating) === AUTOMATIC_CHECK) return;
    const levels = { before, decided };
    await this.contents.reaches({ subject, cause: causeOf(rating), digest, print, caseId: null, levels });
  }

  /** Inside the same transaction, of what was removed and is kept nevertheless: its slice covers it. */
  async cover(
    { stopped }: UploadVerdict,
    back: ReuploadSource,
    covered: { readonly subject: Subject; readonly facts: SubjectDetails; readonly handler: string },
  ): Promise<void> {
    if (!stopped) return;
    await this.holding.covered(covered.subject, covered.facts, covered.handler);
    await this.returns.run(stopped, back, covered.subject);
  }
}
