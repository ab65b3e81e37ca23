import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckForm } from '@visionary/safety';
import { PostChanged } from '../../domain/posts/events.js';
import { type Post, type PostText, stricter, CHECKED_POST_FIELDS } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { POSTS_CACHE_TAG, postCacheTag } from '../../domain/posts/subjects.js';
import { ResolveMentions } from './resolve-mentions.js';

/** What its author says about a post from now on. */
@Injectable()
export class ChangePost {
  constructor(
    private readonly posts: Posts,
    private readonly mentioned: ResolveMentions,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly fields: CheckForm,
  ) {}

  /**
   * Saying the same again changes nothing.
   * @throws Rejection FEED_POST_NOT_FOUND, FEED_NOT_AUTHOR, FEED_CONTENT_RATING_TOO_LOW { atLeast }, SAFETY_BLOCKED_TERMS
   */
  async run(userId: string, postId: string, wanted: Partial<PostText>): Promise<Post> {
    const { fields: changes, flag } = await this.fields.run<Partial<PostText>>(CHECKED_POST_FIELDS, wanted);
    const mentionIds = changes.words === undefined ? undefined : await this.mentioned.run(changes.words);
    const work = async () => {
      const post = await this.posts.hold(postId);
      if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
      if (post.authorId !== userId) throw new Rejection('FEED_NOT_AUTHOR');
      this.requireMinimumRating(post, changes);
      const said = Object.entries(changes) as [keyof PostText, unknown][];
      const real = said.filter(([key, value]) => JSON.stringify(post[key]) !== JSON.stringify(value));
      if (real.length === 0) return post;
      const editedAt = this.clock.now();
      const change = { ...(Object.fromEntries(real) as Partial<PostText>), ...(mentionIds && { mentionIds }) };
      await this.posts.change(postId, change, editedAt);
      await flag({ kind: 'post', id: postId });
      const changed = { ...post, ...change, editedAt };
      this.unitOfWork.publish(new PostChanged(changed, post.mentionIds));
      return changed;
    };
    return this.unitOfWork.run(work, [
      postCacheTag(postId),
      ...(changes.tags || changes.contentRating ? [POSTS_CACHE_TAG] : []),
    ]);
  }

  /** What the check or a moderator says of an image its author cannot make less of. */
  private requireMinimumRating({ atLeast }: Post, { contentRating }: Partial<PostText>): void {
    if (contentRating !== undefined && stricter(contentRating, atLeast) !== contentRating) {
      throw new Rejection('FEED_CONTENT_RATING_TOO_LOW', { atLeast });
    }
  }
}
