import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { PostUploadsRemoved } from '../../domain/posts/events.js';
import { PostUploads } from '../../domain/posts/post-uploads.js';
import { Posts } from '../../domain/posts/posts.js';
import { RemovePost } from './remove-post.js';

const POSTS_AT_ONCE = 200;

/** Somebody deletes their account: what they published goes; where they took part, an id without a name stays. */
@Injectable()
export class DeletePostsOfUser {
  constructor(
    private readonly removePost: RemovePost,
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Inside the transaction that deletes the account. */
  async run(userId: string): Promise<void> {
    await this.removePost.allOf(userId, POSTS_AT_ONCE);
    await this.posts.forgetUser(userId);
    const waiting = await this.uploads.of(userId);
    for (const { id } of waiting) await this.uploads.remove(id);
    this.unitOfWork.publish(new PostUploadsRemoved(waiting.map(({ sha256 }) => sha256)));
  }
}
