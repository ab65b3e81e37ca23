import { Injectable } from '@nestjs/common';
import { RateTakeImage } from '@visionary/generation';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { PostsRemoved } from '../../domain/posts/events.js';
import { usedModelsOf } from '../../domain/posts/used-models-of.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { POSTS_CACHE_TAG, postCacheTag, takeCacheTag } from '../../domain/posts/subjects.js';

/** Takes posts out of the feed, with everything users gave them. Their takes stay where they were made. */
@Injectable()
export class RemovePost {
  constructor(
    private readonly posts: Posts,
    private readonly unitOfWork: UnitOfWork,
    private readonly images: RateTakeImage,
  ) {}

  /** @param moderates whether they look after public things. @throws Rejection FEED_POST_NOT_FOUND, FEED_NOT_AUTHOR */
  async run(user: { readonly id: string; readonly moderates: boolean }, postId: string): Promise<void> {
    const work = async () => {
      const post = await this.posts.hold(postId);
      if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
      if (post.authorId !== user.id && !user.moderates) throw new Rejection('FEED_NOT_AUTHOR');
      await this.take([post]);
      // What its author said of it goes with it; where a moderator takes it away, it stays with the image in its room.
      if (post.take && post.authorId === user.id) {
        await this.images.setAuthorRating(post.take.takeId, post.take.index, 'everyone');
      }
    };
    await this.unitOfWork.run(work, [POSTS_CACHE_TAG, postCacheTag(postId)]);
  }

  /** Inside the transaction in which somebody who moderates hides it: as if removed. */
  async hide(postId: string): Promise<void> {
    this.unitOfWork.invalidate(POSTS_CACHE_TAG, postCacheTag(postId));
    const post = await this.posts.hold(postId);
    if (post) await this.take([post]);
  }

  /** Inside the transaction that deletes an account: what it published goes with it. */
  async allOf(authorId: string, perStep: number): Promise<void> {
    this.unitOfWork.invalidate(POSTS_CACHE_TAG);
    for (let more = true; more;) {
      const posts = await this.posts.by(authorId, '', perStep);
      this.unitOfWork.invalidate(...posts.map(({ id }) => postCacheTag(id)));
      if (posts.length > 0) await this.take(posts);
      more = posts.length === perStep;
    }
  }

  /** All of one author. */
  private async take(posts: readonly Post[]): Promise<void> {
    const [first] = posts;
    if (!first) return;
    const users = posts.flatMap((post) => post.users.map(([userId]) => userId));
    this.unitOfWork.invalidate(...[first.authorId, ...users].map(profileCacheTag));
    this.unitOfWork.invalidate(...posts.flatMap(({ take }) => (take === null ? [] : [takeCacheTag(take.takeId)])));
    const ids = posts.map(({ id }) => id);
    const loras = await this.posts.lorasOf(ids);
    await this.posts.remove(ids);
    const removed = posts.map(({ id, image, take }) => ({
      ...{ id, sha256: image.sha256, takeId: take?.takeId ?? null },
    }));
    const made = posts.flatMap((post) => usedModelsOf(post, loras.get(post.id)));
    this.unitOfWork.publish(new PostsRemoved(removed, first.authorId, made));
  }
}
