import { Injectable } from '@nestjs/common';
import { isEmoji, Rejection, UnitOfWork } from '@visionary/kernel';
import { PostCountsChanged } from '../../domain/posts/events.js';
import { Posts } from '../../domain/posts/posts.js';
import { postCacheTag } from '../../domain/posts/subjects.js';
import { type PostReaction, PostReactions } from '../../domain/comments/post-reactions.js';
import { BundleReactions } from './bundle-reactions.js';
import { LockParticipants } from './lock-participants.js';

export interface ReactionToPost {
  readonly postId: string;
  readonly userId: string;
  readonly emoji: string;
  /** False takes it back. */
  readonly on: boolean;
}

/** Gives an emoji to an image or takes it back; the same again changes nothing. */
@Injectable()
export class ReactToPost {
  constructor(
    private readonly posts: Posts,
    private readonly reactions: PostReactions,
    private readonly company: LockParticipants,
    private readonly gather: BundleReactions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns what this user has given to it now, the first first
   * @throws Rejection FEED_INVALID_EMOJI, FEED_POST_NOT_FOUND, FEED_TOO_MANY_REACTIONS { limit }, UNAUTHENTICATED
   */
  async run(wanted: ReactionToPost): Promise<string[]> {
    const { postId, userId, emoji, on } = wanted;
    if (!isEmoji(emoji)) throw new Rejection('FEED_INVALID_EMOJI');
    const work = async () => {
      const post = await this.posts.byId(postId);
      if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
      await this.company.run(userId, []);
      // Whoever reacts is held: what they gave changes by nobody else.
      const theirs = await this.reactions.by(userId, postId);
      const given = theirs.find((one) => one.emoji === emoji);
      if ((given !== undefined) === on) return emojisOf(theirs);
      const subject = (await this.gather.reaches(post, userId)) ? post : null;
      await this.count(postId, on ? 1 : -1);
      if (given) return this.takeBack(given, theirs, post);
      return this.give({ postId, userId, emoji, at: this.company.now() }, theirs, subject);
    };
    return this.unitOfWork.run(work, [postCacheTag(postId)]);
  }

  /** @param subject null where its author is not told */
  private async give(
    reaction: PostReaction,
    theirs: readonly PostReaction[],
    subject: Subject | null,
  ): Promise<string[]> {
    const { postId, emoji } = reaction;
    if (await this.reactions.give(reaction)) {
      this.company.requireSpace(await this.reactions.kindsOf(postId), emoji);
    }
    if (subject) await this.gather.given(subject, reaction, theirs);
    return emojisOf([...theirs, reaction]);
  }

  private async takeBack(reaction: PostReaction, theirs: readonly PostReaction[], subject: Subject): Promise<string[]> {
    await this.reactions.forget([reaction]);
    await this.gather.takenBack(subject, reaction);
    return emojisOf(theirs.filter((one) => one !== reaction));
  }

  /** From here on the post is held: those who react at once are counted one after the other. */
  private async count(postId: string, likes: number): Promise<void> {
    if (!(await this.posts.count(postId, { likes }))) throw new Rejection('FEED_POST_NOT_FOUND');
    this.unitOfWork.publish(new PostCountsChanged(postId));
  }
}

const emojisOf = (given: readonly PostReaction[]): string[] => given.map(({ emoji }) => emoji);

type Subject = Parameters<BundleReactions['given']>[0];
