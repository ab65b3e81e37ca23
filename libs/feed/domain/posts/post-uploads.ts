import { Rejection } from '@visionary/kernel';

/** Whoever has not published it by then does not want to. */
export const UPLOAD_TTL_MS = 86_400_000;

/** @param now ms since 1970. @returns Rejection FEED_TOO_MANY_UPLOADS { limit, retryAfterSeconds } */
export const tooManyUploads = (limit: number, oldest: PostUpload, now: number): Rejection => {
  const retryAfterSeconds = Math.max(1, Math.ceil((oldest.at + UPLOAD_TTL_MS - now) / 1000));
  return new Rejection('FEED_TOO_MANY_UPLOADS', { limit, retryAfterSeconds });
};

/** An image made elsewhere, waiting to be published. Its PNG holds pixels and the infotext, nothing else. */
export interface PostUpload {
  readonly id: string;
  readonly authorId: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly infotext: string | null;
  /** Where it is not for everybody: what the check says of it. */
  readonly level: 'sensitive' | 'adult' | null;
  readonly at: number;
}

/** Port: images that wait to be published. */
export abstract class PostUploads {
  abstract byId(id: string): Promise<PostUpload | null>;
  /** The oldest first. */
  abstract of(authorId: string): Promise<PostUpload[]>;
  abstract add(upload: PostUpload): Promise<void>;
  /** @returns false where it is gone already */
  abstract remove(id: string): Promise<boolean>;
  /** Whether any of them has this content. */
  abstract isKept(sha256: string): Promise<boolean>;
}
