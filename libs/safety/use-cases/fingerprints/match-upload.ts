import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import type { ContentRating } from '../../domain/cases/subject.js';
import { type ContentFingerprint, stricter } from '../../domain/fingerprints/content-fingerprint.js';
import { ReuploadMatcher } from './reupload-matcher.js';

const UPLOADED = { entryPoint: 'upload', byId: null } as const;

export interface UploadPolicy {
  /** Whether it is taken whomever it is for; otherwise it must be for everybody. */
  readonly acceptsAnyRating: boolean;
  /** Whether somebody asks again once it is published, so that it may be looked at then. */
  readonly reviewsLater: boolean;
}

/** A file that somebody brings, against what was decided about the same image, and about those it looks like. */
@Injectable()
export class MatchUpload {
  constructor(
    private readonly returning: ReuploadMatcher,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * @param seen for whom it is by what a check saw
   * @returns for whom it is
   * @throws Rejection SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_UNDER_REVIEW, SAFETY_MATCHES_REMOVED_CONTENT, SAFETY_CONTENT_RATING_TOO_HIGH
   */
  async run(file: Uint8Array, seen: ContentRating, brought: UploadPolicy): Promise<ContentRating> {
    const content = await this.returning.ofFile(file);
    if (!content) return seen;
    const level = await this.work.run(() => this.standing(content, seen, brought));
    if (level instanceof Rejection) throw level;
    if (level !== 'everyone' && !brought.acceptsAnyRating) throw new Rejection('SAFETY_CONTENT_RATING_TOO_HIGH');
    return level;
  }

  private async standing(
    contentFingerprint: ContentFingerprint,
    seen: ContentRating,
    { reviewsLater }: UploadPolicy,
  ): Promise<ContentRating | Rejection> {
    const isFound = seen !== 'everyone';
    const standing = await this.returning.ask([contentFingerprint], isFound);
    // What has a page of its own is looked at there; what has none cannot wait for that.
    const refused =
      (await this.returning.refusal(standing, UPLOADED)) ??
      (reviewsLater ? null : await this.returning.refusalOfAlike(standing, UPLOADED));
    if (refused) return refused;
    if (isFound && !standing.isReviewed) {
      await this.returning.holding.found(contentFingerprint, { verdict: 'level', contentRating: seen, caseId: null });
    }
    return standing.isReviewed ? standing.atLeast : stricter(seen, standing.atLeast);
  }
}
