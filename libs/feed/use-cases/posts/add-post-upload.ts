import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { PostLimits } from '../../domain/posts/limits.js';
import { type PostUpload, PostUploads, tooManyUploads } from '../../domain/posts/post-uploads.js';
import { NewThings } from '../users/new-things.js';

/** An image more that waits to be published. */
@Injectable()
export class AddPostUpload {
  constructor(
    private readonly uploads: PostUploads,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
    private readonly limits: PostLimits,
    private readonly made: NewThings,
  ) {}

  /**
   * The same image again is the one that waits already.
   * @throws Rejection FEED_TOO_MANY_UPLOADS { limit, retryAfterSeconds }, UNAUTHENTICATED when the account is gone
   */
  run(brought: Omit<PostUpload, 'id' | 'at'>): Promise<PostUpload> {
    const { authorId, sha256 } = brought;
    return this.unitOfWork.run(async () => {
      // Held, so that two at once are counted one after the other, and nothing is kept for somebody who has left.
      if (!(await this.users.hold([authorId])).has(authorId)) throw new Rejection('UNAUTHENTICATED');
      const waiting = await this.uploads.of(authorId);
      const same = waiting.find((upload) => upload.sha256 === sha256);
      if (same) return same;
      const upload = { ...brought, ...this.made.next() };
      const [oldest] = waiting;
      const { uploadsPerUser: limit } = this.limits;
      if (oldest && waiting.length >= limit) throw tooManyUploads(limit, oldest, upload.at);
      await this.uploads.add(upload);
      return upload;
    });
  }
}
