import { Injectable } from '@nestjs/common';
import { ImageQuota, Users } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { type PostUpload, tooManyUploads, UPLOAD_TTL_MS } from '../../domain/posts/post-uploads.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { PostUploads } from '../../storage/posts/sql-post-uploads.js';
import { PostImageFiles } from '../../storage/posts/post-image-files.js';

/** A re-encoded image: pixels and infotext of the uploaded file, nothing else. */
interface ReencodedImage extends Pick<PostUpload, 'width' | 'height' | 'infotext' | 'minimumRating'> {
  readonly png: Uint8Array;
}

/** Uploaded images until they are published, and the deletion of unreferenced post images. */
@Injectable()
export class PostUploadsService {
  constructor(
    private readonly uploads: PostUploads,
    private readonly posts: Posts,
    private readonly files: PostImageFiles,
    private readonly users: Users,
    private readonly imageQuota: ImageQuota,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Runs before the request body is read. Deletes expired uploads.
   * @throws Rejection FEED_TOO_MANY_UPLOADS { limit, retryAfterSeconds }
   */
  async requireSpace(authorId: string): Promise<void> {
    const now = this.clock.now();
    const uploads = await this.uploads.of(authorId);
    const expired = uploads.filter(({ at }) => at < now - UPLOAD_TTL_MS);
    for (const { id, sha256 } of expired) {
      if (await this.uploads.remove(id)) await this.deleteUnusedImage(sha256, true);
    }
    const [oldest] = uploads.slice(expired.length);
    if (oldest && uploads.length - expired.length >= LIMITS.postUploadsPerUser) throw tooManyUploads(oldest, now);
  }

  /**
   * Stores an image. The same image again returns the existing upload.
   * @throws Rejection FEED_TOO_MANY_UPLOADS { limit, retryAfterSeconds }, UNAUTHENTICATED when the account is gone; then the file
   *   is deleted again
   */
  async store(authorId: string, { png, ...image }: ReencodedImage): Promise<PostUpload> {
    let stored: string | undefined;
    try {
      return await this.files.hold(png, (sha256) => {
        stored = sha256;
        return this.add({ authorId, sha256, ...image });
      });
    } catch (error) {
      if (stored !== undefined) await this.deleteUnusedImage(stored, true);
      throw error;
    }
  }

  /**
   * Runs after a commit that removed a reference. Deletes the files of an image unless a post or an upload uses it.
   * @param isUpload false for an image of a take: its take keeps it
   */
  async deleteUnusedImage(sha256: string, isUpload: boolean): Promise<void> {
    if ((await this.posts.hasImage(sha256)) || (await this.uploads.hasImage(sha256))) return;
    await this.files.drop(sha256, isUpload);
  }

  private add(image: Omit<PostUpload, 'id' | 'at'>): Promise<PostUpload> {
    const { authorId, sha256 } = image;
    return this.unitOfWork.run(async () => {
      // The lock serializes concurrent uploads of a user and excludes deleted accounts.
      if (!(await this.users.hold([authorId])).has(authorId)) throw new Rejection('UNAUTHENTICATED');
      const uploads = await this.uploads.of(authorId);
      const existing = uploads.find((upload) => upload.sha256 === sha256);
      if (existing) return existing;
      await this.imageQuota.require(authorId, await this.uploads.pixelsOf(authorId));
      const upload = { ...image, id: this.ids.next(), at: this.clock.now() };
      const [oldest] = uploads;
      if (oldest && uploads.length >= LIMITS.postUploadsPerUser) throw tooManyUploads(oldest, upload.at);
      await this.uploads.add(upload);
      return upload;
    });
  }
}
