import { CONTENT_RATINGS, type ContentRating, type SubjectKind } from '@visionary/contract';
import type { Subject } from '../cases/subject.js';

/** Identifies the content of an upload: an image by its pixels, a model by its files. */
export interface ContentFingerprint {
  readonly kind: 'image' | 'file';
  /** SHA-256 of the pixels, of the file, or of its weights. */
  readonly digest: string;
  /** Perceptual hash, 256 bits as hex; null for files and for images without structure. */
  readonly perceptualHash: string | null;
}

/** `level`: a content rating was set. `cleared`: a moderator found nothing wrong. */
export type ContentVerdict = 'removed' | 'held' | 'level' | 'cleared';

/** The cause of verdicts that come from an automatic check instead of a decision. */
export const AUTOMATIC_CHECK = 'check';

/** A verdict about content. It outlives the subject it was made about, and names no user. */
export interface FingerprintVerdict extends ContentFingerprint {
  /** The id of the decision, or AUTOMATIC_CHECK. */
  readonly cause: string;
  readonly verdict: ContentVerdict;
  /** Only for `level`. */
  readonly contentRating: ContentRating | null;
  /** Null when an automatic check opened no case. */
  readonly caseId: string | null;
  readonly at: number;
}

/** A verdict about a similar image. */
export interface SimilarMatch {
  readonly decided: FingerprintVerdict;
  /** Hamming distance of the perceptual hashes, of 256 bits. */
  readonly distance: number;
}

/** What a decision did to another subject with the same or similar content. */
export interface DecisionEffect {
  readonly subject: Subject;
  readonly cause: string;
  readonly digest: string;
  readonly perceptualHash: string | null;
  /** The case in which the subject waits for a moderator; null for none. */
  readonly caseId: string | null;
  /** The rating before, and the rating by the decision; null when the subject is hidden. */
  readonly ratings: { readonly before: ContentRating; readonly decided: ContentRating } | null;
}

/** The cause of an effect: the decision, or the case of an automatic check. The effect ends with its cause. */
export const causeOf = ({ cause, caseId }: FingerprintVerdict): string =>
  cause === AUTOMATIC_CHECK ? (caseId ?? cause) : cause;

/** How to treat an upload. */
export interface UploadVerdict {
  /** The strictest verdict that rejects the same content; null when it may be uploaded. */
  readonly blockingVerdict: FingerprintVerdict | null;
  /** The most similar image that was removed or held. Null when the content itself was reviewed. */
  readonly similar: SimilarMatch | null;
  /** The minimum rating. */
  readonly minimumRating: ContentRating;
  /** The verdict that sets the minimum rating. */
  readonly ratingVerdict: FingerprintVerdict | null;
  /** A moderator reviewed the same content, so automatic checks don't count. */
  readonly isReviewed: boolean;
}

/** Where a re-upload came from, for the audit log. */
export interface ReuploadSource {
  readonly entryPoint: SubjectKind | 'upload';
  /** The uploader; null when unknown. */
  readonly byId: string | null;
}

/** Content with a verdict was uploaded again. */
export interface Reupload {
  readonly id: string;
  readonly caseId: string;
  readonly cause: string;
  readonly digest: string;
  /** The subject that was stored but hidden; null when the upload was rejected. */
  readonly subject: Subject | null;
  readonly at: number;
}

/**
 * @param exact verdicts about the same content
 * @param similar verdicts about similar content, the most similar first
 */
export const evaluateFingerprint = (
  exact: readonly FingerprintVerdict[],
  similar: readonly SimilarMatch[],
): UploadVerdict => {
  const isReviewed = exact.some(isReviewVerdict);
  const applicable = isReviewed
    ? exact.filter(({ verdict, cause }) => verdict !== 'held' && cause !== AUTOMATIC_CHECK)
    : exact;
  const relevant = isReviewed ? [] : similar;
  const ratingVerdicts = [...applicable, ...relevant.map(({ decided }) => decided)].filter(
    ({ verdict }) => verdict === 'level',
  );
  const ratingVerdict = ratingVerdicts.reduce<FingerprintVerdict | null>(
    (strictest, verdict) => (strictest === null || strengthOf(verdict) > strengthOf(strictest) ? verdict : strictest),
    null,
  );
  return {
    blockingVerdict:
      applicable.find(({ verdict }) => verdict === 'removed') ??
      applicable.find(({ verdict }) => verdict === 'held') ??
      null,
    similar: relevant.find(({ decided: { verdict } }) => verdict === 'removed' || verdict === 'held') ?? null,
    minimumRating: ratingVerdict?.contentRating ?? 'everyone',
    ratingVerdict,
    isReviewed,
  };
};

/** A moderator reviewed the content and kept it. */
const isReviewVerdict = ({ verdict, cause }: FingerprintVerdict): boolean =>
  verdict !== 'removed' && verdict !== 'held' && cause !== AUTOMATIC_CHECK;

const strengthOf = ({ contentRating }: FingerprintVerdict): number =>
  CONTENT_RATINGS.indexOf(contentRating ?? 'everyone');
