import { LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';

/** Unpublished uploads expire after one day. */
export const UPLOAD_TTL_MS = 86_400_000;

/** @param now ms since 1970. @returns Rejection FEED_TOO_MANY_UPLOADS { limit, retryAfterSeconds } */
export const tooManyUploads = (oldest: PostUpload, now: number): Rejection => {
  const retryAfterSeconds = Math.max(1, Math.ceil((oldest.at + UPLOAD_TTL_MS - now) / 1000));
  return new Rejection('FEED_TOO_MANY_UPLOADS', { limit: LIMITS.postUploadsPerUser, retryAfterSeconds });
};

/** An uploaded image that isn't published yet. Its PNG contains pixels and the infotext only. */
export interface PostUpload {
  readonly id: string;
  readonly authorId: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly infotext: string | null;
  /** The minimum rating by the image check. Null for everyone. */
  readonly minimumRating: 'sensitive' | 'adult' | null;
  readonly at: number;
}
