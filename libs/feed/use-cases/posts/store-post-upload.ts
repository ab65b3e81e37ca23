import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { PostLimits } from '../../domain/posts/limits.js';
import { type PostUpload, PostUploads, tooManyUploads, UPLOAD_TTL_MS } from '../../domain/posts/post-uploads.js';
import { AddPostUpload } from './add-post-upload.js';
import { DeleteUnusedImages } from './delete-unused-images.js';

/** Encoded here: nothing of the file that was sent is in it but pixels and what it says of how it was made. */
interface Brought extends Pick<PostUpload, 'width' | 'height' | 'infotext' | 'level'> {
  readonly png: Uint8Array;
}

/** Keeps an image from elsewhere until it is published. */
@Injectable()
export class StorePostUpload {
  constructor(
    private readonly uploads: PostUploads,
    private readonly images: DeleteUnusedImages,
    private readonly limits: PostLimits,
    private readonly clock: Clock,
    private readonly add: AddPostUpload,
  ) {}

  /** Before anything is read. What lay too long makes place. @throws Rejection FEED_TOO_MANY_UPLOADS as AddPostUpload */
  async requireSpace(authorId: string): Promise<void> {
    const now = this.clock.now();
    const kept = await this.uploads.of(authorId);
    const old = kept.filter(({ at }) => at < now - UPLOAD_TTL_MS);
    for (const upload of old) await this.forget(upload);
    const [oldest] = kept.slice(old.length);
    const limit = this.limits.uploadsPerUser;
    if (oldest && kept.length - old.length >= limit) throw tooManyUploads(limit, oldest, now);
  }

  /** @throws Rejection as AddPostUpload: others came meanwhile, or the account went; then its file goes, too */
  run(authorId: string, { png, ...about }: Brought): Promise<PostUpload> {
    return this.images.hold(png, (sha256) => this.add.run({ authorId, sha256, ...about }));
  }

  private async forget({ id, sha256 }: PostUpload): Promise<void> {
    if (await this.uploads.remove(id)) await this.images.run(sha256, true);
  }
}
