import { Injectable } from '@nestjs/common';
import { ParticipantLocks } from '@visionary/accounts';
import { isEmoji, Rejection, UnitOfWork } from '@visionary/kernel';
import { PostCountsChanged } from '../../domain/posts/events.js';
import type { Post } from '../../domain/posts/post.js';
import { type PostReaction, requireEmojiLimit } from '../../domain/posts/post-reactions.js';
import { Posts } from '../../domain/posts/posts.js';
import { postCacheTag } from '../../domain/posts/subjects.js';
import { PostReactionsRepository } from '../../storage/posts/post-reactions.repository.js';
import { FeedNotifications } from '../notifications/feed-notifications.js';

const BATCH_SIZE = 200;

/** Reactions to posts. */
@Injectable()
export class PostReactionsService {
  constructor(
    private readonly posts: Posts,
    private readonly reactions: PostReactionsRepository,
    private readonly participants: ParticipantLocks,
    private readonly notifications: FeedNotifications,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Adds or removes a reaction. Repeating it changes nothing.
   * @returns the user's reactions to the post, oldest first
   * @throws Rejection FEED_INVALID_EMOJI, FEED_POST_NOT_FOUND, FEED_TOO_MANY_REACTIONS { limit }, UNAUTHENTICATED
   */
  async react({
    postId,
    userId,
    emoji,
    on,
  }: {
    readonly postId: string;
    readonly userId: string;
    readonly emoji: string;
    readonly on: boolean;
  }): Promise<string[]> {
    if (!isEmoji(emoji)) throw new Rejection('FEED_INVALID_EMOJI');
    const work = async () => {
      const post = await this.posts.byId(postId);
      if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
      await this.participants.run(userId, []);
      // The user is locked, so their reactions don't change meanwhile.
      const before = await this.reactions.by(userId, postId);
      const given = before.find((one) => one.emoji === emoji);
      if ((given !== undefined) === on) return emojisOf(before);
      await this.count(postId, on ? 1 : -1);
      if (given) {
        await this.reactions.remove([given]);
        await this.notifications.reactionsRemoved([postId]);
        return emojisOf(before.filter((one) => one !== given));
      }
      const reaction = { postId, userId, emoji, at: this.participants.now() };
      await this.add(reaction);
      await this.notifications.reacted(post, reaction, before);
      return emojisOf([...before, reaction]);
    };
    return this.unitOfWork.run(work, [postCacheTag(postId)]);
  }

  /** Runs inside the transaction that deletes an account. */
  async deleteOfUser(userId: string): Promise<void> {
    for (;;) {
      const page = await this.reactions.ofUser(userId, { postId: '', emoji: '' }, BATCH_SIZE);
      if (page.length === 0) return;
      await this.delete(page);
    }
  }

  private async add(reaction: PostReaction): Promise<void> {
    const { postId, emoji } = reaction;
    if (await this.reactions.add(reaction)) requireEmojiLimit(await this.reactions.emojisOf(postId), emoji);
  }

  private async delete(page: readonly PostReaction[]): Promise<void> {
    const perPost = Map.groupBy(page, ({ postId }) => postId);
    this.unitOfWork.invalidate(...[...perPost.keys()].map(postCacheTag));
    for (const postId of perPost.keys()) this.unitOfWork.publish(new PostCountsChanged(postId));
    await this.reactions.remove(page);
    await this.posts.lowerCounts(new Map([...perPost].map(([id, some]) => [id, { likes: some.length, comments: 0 }])));
    await this.notifications.reactionsRemoved([...perPost.keys()]);
  }

  /** Locks the post, so that concurrent reactions are counted one after the other. */
  private async count(postId: Post['id'], likes: number): Promise<void> {
    if (!(await this.posts.count(postId, { likes }))) throw new Rejection('FEED_POST_NOT_FOUND');
    this.unitOfWork.publish(new PostCountsChanged(postId));
  }
}

const emojisOf = (given: readonly PostReaction[]): string[] => given.map(({ emoji }) => emoji);
