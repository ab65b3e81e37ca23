import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ContentRating, type ErrorCode, stricterRating } from '@visionary/contract';
import { ImageChecker, ImageUnreadableError, type ImageVerdict } from '@visionary/image-check';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { UntrustedImages, type UploadPolicy } from '@visionary/platform/images';
import { type ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';
import { ReuploadMatcher } from '../../use-cases/fingerprints/reupload-matcher.js';

const RETRY_AFTER_SECONDS = 10;
const SOURCE = { entryPoint: 'upload', byId: null } as const;

/**
 * Checks every uploaded image: its content by the image check, and its fingerprint against earlier decisions. Avatars and images in
 * rooms must be for everyone. Images for the feed and model samples have a content rating, so adult images are accepted.
 */
@Injectable()
export class UploadImageCheck implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Images');
  private readonly checker: ImageChecker;

  constructor(
    private readonly config: Config,
    private readonly untrustedImages: UntrustedImages,
    private readonly matcher: ReuploadMatcher,
    private readonly unitOfWork: UnitOfWork,
  ) {
    const log = (level: 'info' | 'warn' | 'error', message: string, fields: object) =>
      this.logger[level === 'info' ? 'log' : level](message, fields);
    this.checker = new ImageChecker({ classifiers: config.images.classifiers, log });
  }

  onModuleInit(): void {
    this.untrustedImages.setCheck((file, unreadableCode, policy) => this.check(file, unreadableCode, policy));
  }

  onApplicationShutdown(): void {
    this.checker.close();
  }

  /**
   * @param unreadable the error code for a file that can't be decoded
   * @throws Rejection SAFETY_IMAGE_REJECTED, SAFETY_CHECK_UNAVAILABLE, SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_UNDER_REVIEW,
   *   SAFETY_MATCHES_REMOVED_CONTENT, SAFETY_CONTENT_RATING_TOO_HIGH, `unreadable`
   */
  private async check(file: Uint8Array, unreadableCode: ErrorCode, policy: UploadPolicy): Promise<ContentRating> {
    const checked = this.config.images.areChecked ? await this.classify(file, unreadableCode, policy) : 'everyone';
    const fingerprint = await this.matcher.ofFile(file);
    if (!fingerprint) return checked;
    const rating = await this.unitOfWork.run(() => this.match(fingerprint, checked, policy));
    // Thrown after the commit: the transaction records the rejected re-upload.
    if (rating instanceof Rejection) throw rating;
    if (rating !== 'everyone' && !policy.acceptsAnyRating) throw new Rejection('SAFETY_CONTENT_RATING_TOO_HIGH');
    return rating;
  }

  private async match(
    fingerprint: ContentFingerprint,
    checked: ContentRating,
    { reviewsLater }: UploadPolicy,
  ): Promise<ContentRating | Rejection> {
    const isFlagged = checked !== 'everyone';
    const verdict = await this.matcher.evaluate([fingerprint], isFlagged);
    // Only content that is published later can be held for review.
    const rejection =
      (await this.matcher.rejection(verdict, SOURCE)) ??
      (reviewsLater ? null : await this.matcher.rejectionOfSimilar(verdict, SOURCE));
    if (rejection) return rejection;
    if (verdict.isReviewed) return verdict.minimumRating;
    if (isFlagged) {
      await this.matcher.holding.storeAutomaticVerdict(fingerprint, {
        verdict: 'level',
        contentRating: checked,
        caseId: null,
      });
    }
    return stricterRating(checked, verdict.minimumRating);
  }

  private async classify(
    file: Uint8Array,
    unreadableCode: ErrorCode,
    { acceptsAnyRating }: UploadPolicy,
  ): Promise<ContentRating> {
    const { level, topClass } = await this.verdictOf(file, unreadableCode);
    if (level === 'safe') return 'everyone';
    if (level === 'adult' && acceptsAnyRating) return 'adult';
    const { category = '', score = 0 } = topClass ?? {};
    throw new Rejection('SAFETY_IMAGE_REJECTED', { category, score: Math.round(score * 100) / 100 });
  }

  private async verdictOf(file: Uint8Array, unreadableCode: ErrorCode): Promise<ImageVerdict> {
    try {
      return await this.checker.check(file, { purpose: 'upload', limits: this.config.images.thresholds });
    } catch (error) {
      if (error instanceof ImageUnreadableError) throw new Rejection(unreadableCode);
      throw new Rejection('SAFETY_CHECK_UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
  }
}
