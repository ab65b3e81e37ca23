import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { Post } from '../../domain/posts/post.js';
import { TalkLimits } from '../../domain/comments/limits.js';
import { type Notification, Notifications, reactionsBundle } from '../../domain/comments/notifications.js';
import type { PostReaction } from '../../domain/comments/post-reactions.js';
import { RecountReactionBundles } from './recount-reaction-bundles.js';
import { NotificationWriter } from './tell-users.js';

const EMOJIS_SHOWN = 8;

type Subject = Pick<Post, 'id' | 'authorId'>;

/**
 * What an image is given makes one unread notice, however much it is. Inside the transaction that holds the post, so that
 * those who react at once are counted one after the other.
 */
@Injectable()
export class BundleReactions {
  constructor(
    private readonly notifications: Notifications,
    private readonly blocks: Blocks,
    private readonly tell: NotificationWriter,
    private readonly limits: TalkLimits,
    private readonly recount: RecountReactionBundles,
  ) {}

  /** Whether the author of an image is told of what this user gives to it. */
  async reaches({ authorId }: Subject, userId: string): Promise<boolean> {
    if (authorId === userId || !(await this.tell.wants(authorId, 'reactions'))) return false;
    return !(await this.blocks.isBlocked(authorId, userId));
  }

  /** @param before what this user had given to it */
  async given(
    { id: postId, authorId }: Subject,
    reaction: PostReaction,
    before: readonly PostReaction[],
  ): Promise<void> {
    const { userId, emoji, at } = reaction;
    const bundle = reactionsBundle(postId);
    const known = await this.notifications.findBundle(authorId, bundle);
    if (known && (await this.grow(known, reaction, before))) return;
    const extra = { since: at, emojis: [emoji] };
    await this.tell.run([{ userId: authorId, kind: 'reactions', bundle, postId, userIds: [userId], extra, at }]);
  }

  /** Whether or not it would be told now: it may have been when it was given. */
  async takenBack({ id: postId, authorId }: Subject, { at }: PostReaction): Promise<void> {
    const known = await this.notifications.findBundle(authorId, reactionsBundle(postId));
    if (known && at >= sinceOf(known)) await this.recount.lower(known);
  }

  private grow(
    known: Notification,
    { userId, emoji, at }: PostReaction,
    before: readonly PostReaction[],
  ): Promise<boolean> {
    const emojis = [emoji, ...(known.extra.emojis ?? []).filter((one) => one !== emoji)].slice(0, EMOJIS_SHOWN);
    const users = [userId, ...known.userIds.filter((one) => one !== userId)];
    return this.tell.grow({
      ...known,
      count: known.count + (isCountedIn(known, before) ? 0 : 1),
      userIds: users.slice(0, this.limits.usersNamed),
      // Clocks of nodes differ: whoever is counted here is known by it.
      extra: { since: Math.min(at, sinceOf(known)), emojis },
      at: Math.max(at, known.at),
    });
  }
}

const sinceOf = ({ extra, at }: Notification): number => extra.since ?? at;

/** By what somebody gave since it was begun. */
const isCountedIn = (known: Notification, theirs: readonly PostReaction[]): boolean =>
  theirs.some(({ at }) => at >= sinceOf(known));
