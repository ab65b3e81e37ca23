import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Acquaintances, BlocksChanged } from '@visionary/accounts';
import { ReactionsChanged, ReactionsDeleted, ReactionsRepository } from '@visionary/comments';
import { LIMITS } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { extendBundle, type Notification, Notifications } from '@visionary/notifications';
import { PostChanged, PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { FollowerDeleted, FollowsChanged, UserFollowed } from '../../domain/users/follows.js';
import { FollowsRepository } from '../../storage/users/follows.repository.js';
import { ModelUsageNotifier } from './model-usage-notifier.js';

const MAX_EMOJIS_SHOWN = 8;
const FOLLOW_BUNDLE = 'follow';

/** Notifies users about posts, reactions, and follows, inside the transaction that changes them. */
@Injectable()
export class FeedNotifications implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly modelUsage: ModelUsageNotifier,
    private readonly posts: Posts,
    private readonly reactions: ReactionsRepository,
    private readonly follows: FollowsRepository,
    private readonly notifications: Notifications,
    private readonly acquaintances: Acquaintances,
  ) {}

  onModuleInit(): void {
    const { events } = this;
    events.beforeCommit(PostPublished, async ({ post, isRestored }) => {
      const returned = isRestored ? await this.notifications.unhide({ aboutIds: [post.id] }) : new Set<string>();
      const mentioned = await this.notifyMentioned(
        post,
        post.mentionIds.filter((id) => !returned.has(id)),
      );
      const credited = await this.notifyCredited(post, new Set([...mentioned, ...returned]));
      await this.modelUsage.notifyOfPost(post, new Set([...mentioned, ...returned, ...credited]));
    });
    events.beforeCommit(PostChanged, async ({ post, previousMentionIds }) => {
      const added = post.mentionIds.filter((id) => !previousMentionIds.includes(id));
      await this.notifyMentioned(post, added);
    });
    events.beforeCommit(PostsRemoved, async ({ posts, usedModels, isRestorable }) => {
      await this.modelUsage.recount(usedModels);
      const aboutIds = posts.map(({ id }) => id);
      if (isRestorable) await this.notifications.hide({ aboutIds });
      else await this.notifications.withdraw({ aboutIds });
    });
    events.beforeCommit(UserFollowed, ({ userId: actorId, followedId: userId, at }) =>
      this.notifications.bundle({ kind: 'follow', userId, actorId, bundleKey: FOLLOW_BUNDLE, at }, (since) =>
        this.newFollowers(userId, since),
      ),
    );
    events.beforeCommit(FollowsChanged, ({ followedId }) => this.recountFollowers([followedId]));
    events.beforeCommit(FollowerDeleted, ({ followedIds }) => this.recountFollowers(followedIds));
    events.beforeCommit(ReactionsChanged, (event) => {
      if (event.target.kind !== 'post') return;
      return event.isAdded ? this.addReaction(event) : this.recountAfterRemoval([event.target.id]);
    });
    events.beforeCommit(ReactionsDeleted, ({ kind, reactions }) =>
      kind === 'post' ? this.recountAfterRemoval([...new Set(reactions.map(({ subjectId }) => subjectId))]) : undefined,
    );
    events.beforeCommit(BlocksChanged, async ({ userId, otherId }) => {
      await this.recountReactionsOf(userId, otherId);
      await this.recountReactionsOf(otherId, userId);
    });
  }

  /** Adds a reaction to the unread bundle of the author. The post is locked. */
  private async addReaction({ target: { id }, ownerId, reaction, previous }: ReactionsChanged): Promise<void> {
    const { userId: actorId, emoji, at } = reaction;
    const draft = {
      kind: 'reactions',
      userId: ownerId,
      actorId,
      bundleKey: `reactions:${id}`,
      subjectId: id,
      at,
    } as const;
    await this.notifications.bundle(draft, async (since, unread) => {
      const isCounted = unread !== undefined && previous.some((one) => one.at >= since);
      const emojis = [...new Set([emoji, ...emojisOf(unread)])].slice(0, MAX_EMOJIS_SHOWN);
      return extendBundle(unread, actorId, isCounted, { emojis });
    });
  }

  /** Recounts unread bundles after reactions to these posts were removed. The posts are locked. */
  private async recountAfterRemoval(postIds: readonly string[]): Promise<void> {
    for (const bundle of await this.notifications.unreadBundles('reactions', { subjectIds: postIds })) {
      await this.recountReactions(bundle, bundle.count);
    }
  }

  private async recountReactionsOf(authorId: string, reactingUserId: string): Promise<void> {
    const bundles = await this.notifications.unreadBundles('reactions', { userIds: [authorId] });
    const postIds = bundles.flatMap(({ subjectId }) => subjectId ?? []);
    const reactedTo = await this.reactions.reactionsBy('post', reactingUserId, postIds);
    for (const bundle of bundles) {
      const postId = bundle.subjectId ?? '';
      if (reactedTo.has(postId) && (await this.posts.hold(postId))) await this.recountReactions(bundle, Infinity);
    }
  }

  /** @param maxCount reactions that weren't notified stay uncounted after a removal */
  private async recountReactions({ userId, subjectId, bundleKey }: Notification, maxCount: number): Promise<void> {
    const postId = subjectId ?? '';
    await this.notifications.recount(userId, bundleKey ?? '', async (since, unread) => {
      const target = { kind: 'post', id: postId } as const;
      const { count, userIds } = await this.reactions.summarySince(target, since, userId, LIMITS.namedUsers);
      const present = (await this.reactions.countsOf('post', [postId])).get(postId) ?? [];
      const emojis = emojisOf(unread).filter((emoji) => present.some((one) => one.emoji === emoji));
      return count === 0 ? null : { count: Math.min(count, maxCount), actorIds: userIds, facts: { emojis } };
    });
  }

  private async recountFollowers(followedIds: readonly string[]): Promise<void> {
    for (const { userId } of await this.notifications.unreadBundles('follow', { userIds: followedIds })) {
      await this.notifications.recount(userId, FOLLOW_BUNDLE, (since) => this.newFollowers(userId, since));
    }
  }

  private async newFollowers(userId: string, since: number) {
    const { count, ids } = await this.follows.newFollowers(userId, since, LIMITS.namedUsers);
    return count === 0 ? null : { count, actorIds: ids, facts: {} };
  }

  /** Notifies users who know the author, and those whose work is in the image: participants and creators of its models. */
  private async notifyMentioned(post: Post, mentionIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (mentionIds.length === 0) return new Set();
    const { id: subjectId, authorId: actorId, editedAt, at } = post;
    const audience = new Set([
      ...post.participants.map(([userId]) => userId),
      ...(await this.modelUsage.creatorsOf(post)),
      ...(await this.acquaintances.whoKnow(actorId, mentionIds)),
    ]);
    const shared = { kind: 'postMention', subjectId, actorId, at: editedAt ?? at } as const;
    const notified = mentionIds.filter((id) => audience.has(id));
    return this.notifications.publish(notified.map((userId) => ({ ...shared, userId })));
  }

  /** Notifies those whom the post names as its participants. @param knowing users who were notified of it already */
  private async notifyCredited(post: Post, knowing: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const { id: subjectId, authorId: actorId, at } = post;
    const credited = post.participants.map(([userId]) => userId).filter((id) => id !== actorId && !knowing.has(id));
    if (credited.length === 0) return new Set();
    const shared = { kind: 'postCredited', subjectId, actorId, at } as const;
    return this.notifications.publish(credited.map((userId) => ({ ...shared, userId })));
  }
}

const emojisOf = (bundle: Notification | undefined): readonly string[] => {
  const facts: { readonly emojis?: readonly string[] } = bundle?.facts ?? {};
  return facts.emojis ?? [];
};
