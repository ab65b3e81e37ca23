import { Injectable } from '@nestjs/common';
import { mentionsIn, Rejection } from '@visionary/kernel';
import { type CheckedText, CheckText } from '@visionary/safety';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { TalkLimits } from '../../domain/comments/limits.js';
import { LockParticipants } from './lock-participants.js';

export interface Thread {
  readonly post: Post;
  /** Those whom the text calls and who can be told, in its order. */
  readonly mentionIds: readonly string[];
  /** ms since 1970. */
  readonly at: number;
  /** What is said, as it may be kept. */
  readonly said: CheckedText<{ readonly text: string }>;
}

/** Inside a transaction, first of all: an image that somebody says something about, and those who will hear of it. */
@Injectable()
export class LockCommentThread {
  constructor(
    private readonly posts: Posts,
    private readonly company: LockParticipants,
    private readonly limits: TalkLimits,
    private readonly words: CheckText,
  ) {}

  /**
   * @param answeredIds whom the words answer
   * @throws Rejection FEED_POST_NOT_FOUND, FEED_COMMENTS_DISABLED, USERS_BLOCKED where the image's author or somebody who
   *   is answered does not hear from this user, UNAUTHENTICATED, SAFETY_BLOCKED_TERMS
   */
  async run(wanted: {
    readonly postId: string;
    readonly userId: string;
    readonly text: string;
    readonly answeredIds: readonly string[];
  }): Promise<Thread> {
    const { postId, userId, answeredIds } = wanted;
    const said = await this.words.run('chat', { text: wanted.text });
    const authorId = (await this.posts.byId(postId))?.authorId;
    if (authorId === undefined) throw new Rejection('FEED_POST_NOT_FOUND');
    const called = mentionsIn(said.texts.text, this.limits.mentionsPerComment).users;
    const { reachable, blocked } = await this.company.run(userId, [authorId, ...answeredIds, ...called]);
    if ([authorId, ...answeredIds].some((id) => blocked.has(id))) throw new Rejection('USERS_BLOCKED');
    // From here on nothing else is said about this image.
    const post = await this.posts.hold(postId);
    if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
    if (!post.commentsEnabled) throw new Rejection('FEED_COMMENTS_DISABLED');
    return { post, mentionIds: called.filter((id) => reachable.has(id)), at: this.company.now(), said };
  }
}
