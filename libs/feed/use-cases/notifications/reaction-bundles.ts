import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Blocks, BlocksChanged } from '@visionary/accounts';
import { ReactionsChanged, ReactionsDeleted, ReactionsRepository, type StoredReaction } from '@visionary/comments';
import { LIMITS } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { bundledSince, type Notification, reactionsBundle } from '../../domain/notifications/notifications.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';
import { NotificationWriter } from './notification-writer.js';

const MAX_EMOJIS_SHOWN = 8;

type Subject = Pick<Post, 'id' | 'authorId'>;

/** Bundles reactions to a post into one unread notification for its author, inside a transaction that locks the post. */
@Injectable()
export class ReactionBundles implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly notifications: NotificationsRepository,
    private readonly reactions: ReactionsRepository,
    private readonly posts: Posts,
    private readonly blocks: Blocks,
    private readonly notificationWriter: NotificationWriter,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(ReactionsChanged, (event) => this.changed(event));
    this.events.beforeCommit(ReactionsDeleted, ({ kind, reactions }) =>
      kind === 'post' ? this.deleted(reactions) : undefined,
    );
    this.events.beforeCommit(BlocksChanged, ({ userId, otherId }) => this.recountBetween(userId, otherId));
  }

  private async changed({ target, ownerId, reaction, before, isAdded }: ReactionsChanged): Promise<void> {
    if (target.kind !== 'post') return;
    const post = { id: target.id, authorId: ownerId };
    if (!isAdded) await this.removed(post, reaction);
    else if (await this.isNotified(post, reaction.userId)) await this.added(post, reaction, before);
  }

  private async deleted(reactions: readonly StoredReaction[]): Promise<void> {
    const perPost = Map.groupBy(reactions, ({ subjectId }) => subjectId);
    for (const bundle of await this.notifications.unreadReactionBundles([...perPost.keys()])) {
      const removed = perPost.get(bundle.postId ?? '') ?? [];
      if (removed.some(({ at }) => at >= bundledSince(bundle))) await this.lower(bundle);
    }
  }

  /** Whether the author of a post is notified of reactions by this user. */
  private async isNotified({ authorId }: Subject, userId: string): Promise<boolean> {
    if (authorId === userId || !(await this.notificationWriter.isWanted(authorId, 'reactions'))) return false;
    return !(await this.blocks.isBlocked(authorId, userId));
  }

  /** @param before the user's earlier reactions to the post */
  private async added(
    { id: postId, authorId }: Subject,
    reaction: StoredReaction,
    before: readonly StoredReaction[],
  ): Promise<void> {
    const { userId, emoji, at } = reaction;
    const key = reactionsBundle(postId);
    const bundle = await this.notifications.unreadBundle(authorId, key);
    if (bundle && (await this.notificationWriter.extend(extended(bundle, reaction, before)))) return;
    const extra = { since: at, emojis: [emoji] };
    await this.notificationWriter.add([
      { userId: authorId, kind: 'reactions', bundle: key, postId, userIds: [userId], extra, at },
    ]);
  }

  /** Ignores opt-outs: the author may have been notified before opting out. */
  private async removed({ id: postId, authorId }: Subject, { at }: StoredReaction): Promise<void> {
    const bundle = await this.notifications.unreadBundle(authorId, reactionsBundle(postId));
    if (bundle && at >= bundledSince(bundle)) await this.lower(bundle);
  }

  /** Recounts after a removal. Reactions that weren't notified stay uncounted, so the count never rises. */
  private lower(bundle: Notification): Promise<void> {
    return this.recount(bundle, bundle.count);
  }

  /** Runs inside the transaction in which one of two users blocks or unblocks the other. */
  private async recountBetween(userId: string, otherId: string): Promise<void> {
    const bundles = await this.notifications.unreadReactionBundlesBetween(userId, otherId);
    const others = await this.notifications.unreadReactionBundlesBetween(otherId, userId);
    for (const { postId, bundle, userId: authorId } of [...bundles, ...others]) {
      // Read again under the lock: the bundle may have changed.
      if (postId === null || !(await this.posts.hold(postId)) || bundle === null) continue;
      const current = await this.notifications.unreadBundle(authorId, bundle);
      if (current) await this.recount(current, Infinity);
    }
  }

  private async recount(bundle: Notification, maxCount: number): Promise<void> {
    const { postId, userId, extra } = bundle;
    if (postId === null) return;
    const since = bundledSince(bundle);
    const target = { kind: 'post', id: postId } as const;
    const { count, userIds } = await this.reactions.summarySince(target, since, userId, LIMITS.namedUsers);
    if (count === 0) return this.notificationWriter.delete({ ids: [bundle.id] });
    const present = (await this.reactions.countsOf('post', [postId])).get(postId) ?? [];
    const emojis = (extra.emojis ?? []).filter((emoji) => present.some((one) => one.emoji === emoji));
    const changes = { count: Math.min(count, maxCount), userIds, extra: { ...extra, emojis } };
    await this.notifications.updateUnread({ ...bundle, ...changes });
  }
}

const extended = (
  bundle: Notification,
  { userId, emoji, at }: StoredReaction,
  before: readonly StoredReaction[],
): Notification => {
  const isCounted = before.some((one) => one.at >= bundledSince(bundle));
  const emojis = [emoji, ...(bundle.extra.emojis ?? []).filter((one) => one !== emoji)];
  const userIds = [userId, ...bundle.userIds.filter((one) => one !== userId)];
  return {
    ...bundle,
    count: bundle.count + (isCounted ? 0 : 1),
    userIds: userIds.slice(0, LIMITS.namedUsers),
    // The reaction counts even if the clock of its node is behind.
    extra: { since: Math.min(at, bundledSince(bundle)), emojis: emojis.slice(0, MAX_EMOJIS_SHOWN) },
    at: Math.max(at, bundle.at),
  };
};
