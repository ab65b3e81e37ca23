import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { PostUploadsForgotten } from '../../domain/posts/events.js';
import { PostUploads } from '../../domain/posts/post-uploads.js';
import { Posts } from '../../domain/posts/posts.js';
import { RemovePost } from './remove-post.js';

const POSTS_AT_ONCE = 200;

/** Somebody deletes their account: what they published goes; where they took part, an id without a name stays. */
@Injectable()
export class PartPosts {
  constructor(
    private readonly removePost: RemovePost,
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Inside the transaction that deletes the account. */
  async run(personId: string): Promise<void> {
    await this.removePost.allOf(personId, POSTS_AT_ONCE);
    await this.posts.forgetPerson(personId);
    const waiting = await this.uploads.of(personId);
    for (const { id } of waiting) await this.uploads.remove(id);
    this.unitOfWork.announce(new PostUploadsForgotten(waiting.map(({ sha256 }) => sha256)));
  }
}
