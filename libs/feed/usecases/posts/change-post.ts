import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckFields } from '@visionary/safety';
import { PostChanged } from '../../domain/posts/events.js';
import { type Post, type Said, stricter, WORDS_OF_POST } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { POSTS, postSubject } from '../../domain/posts/subjects.js';
import { FindMentioned } from './find-mentioned.js';

/** What its author says about a post from now on. */
@Injectable()
export class ChangePost {
  constructor(
    private readonly posts: Posts,
    private readonly mentioned: FindMentioned,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly fields: CheckFields,
  ) {}

  /**
   * Saying the same again changes nothing.
   * @throws Rejection FEED_POST_NOT_FOUND, FEED_NOT_YOURS, FEED_NOT_FOR_LESS { atLeast }, SAFETY_WORDS
   */
  async run(personId: string, postId: string, wanted: Partial<Said>): Promise<Post> {
    const { said: changes, flag } = await this.fields.run<Partial<Said>>(WORDS_OF_POST, wanted);
    const mentionIds = changes.words === undefined ? undefined : await this.mentioned.run(changes.words);
    const work = async () => {
      const post = await this.posts.hold(postId);
      if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
      if (post.authorId !== personId) throw new Rejection('FEED_NOT_YOURS');
      this.requireEnough(post, changes);
      const said = Object.entries(changes) as [keyof Said, unknown][];
      const real = said.filter(([key, value]) => JSON.stringify(post[key]) !== JSON.stringify(value));
      if (real.length === 0) return post;
      const editedAt = this.clock.now();
      const change = { ...(Object.fromEntries(real) as Partial<Said>), ...(mentionIds && { mentionIds }) };
      await this.posts.change(postId, change, editedAt);
      await flag({ kind: 'post', id: postId });
      const changed = { ...post, ...change, editedAt };
      this.unitOfWork.announce(new PostChanged(changed, post.mentionIds));
      return changed;
    };
    return this.unitOfWork.run(work, [postSubject(postId), ...(changes.tags || changes.maturity ? [POSTS] : [])]);
  }

  /** What the check or a moderator says of a picture its author cannot make less of. */
  private requireEnough({ atLeast }: Post, { maturity }: Partial<Said>): void {
    if (maturity !== undefined && stricter(maturity, atLeast) !== maturity) {
      throw new Rejection('FEED_NOT_FOR_LESS', { atLeast });
    }
  }
}
