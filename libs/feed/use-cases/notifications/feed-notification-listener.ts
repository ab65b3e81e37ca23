import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { PostChanged, PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import type { Post } from '../../domain/posts/post.js';
import { FollowerDeleted, FollowsChanged, UserFollowed } from '../../domain/users/follows.js';
import { NotificationsRepository } from '../../storage/notifications/notifications.repository.js';
import { FollowBundles } from './follow-bundles.js';
import { ModelUsageNotifier } from './model-usage-notifier.js';
import { NotificationWriter } from './notification-writer.js';

/** Notifies users about posts and follows, inside the transaction that changes them. */
@Injectable()
export class FeedNotificationListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly modelUsage: ModelUsageNotifier,
    private readonly follows: FollowBundles,
    private readonly notifications: NotificationsRepository,
    private readonly blocks: Blocks,
    private readonly notificationWriter: NotificationWriter,
  ) {}

  onModuleInit(): void {
    const { events, follows } = this;
    events.beforeCommit(PostPublished, async ({ post }) => {
      await this.notifyMentioned(post, post.mentionIds);
      await this.modelUsage.published(post);
    });
    events.beforeCommit(PostChanged, ({ post, previousMentionIds }) => {
      const added = post.mentionIds.filter((id) => !previousMentionIds.includes(id));
      return this.notifyMentioned(post, added);
    });
    events.beforeCommit(PostsRemoved, async ({ posts, madeWith }) => {
      await this.modelUsage.removed(madeWith);
      await this.notificationWriter.delete({ postIds: posts.map(({ id }) => id) });
    });
    events.beforeCommit(UserFollowed, ({ userId, followedId, at }) => follows.followed(userId, followedId, at));
    events.beforeCommit(FollowsChanged, ({ followedId }) => follows.unfollowed([followedId]));
    events.beforeCommit(FollowerDeleted, ({ followedIds }) => follows.unfollowed(followedIds));
  }

  /** Notifies each mentioned user once per post. */
  private async notifyMentioned(
    { id: postId, authorId, editedAt, at }: Post,
    mentionIds: readonly string[],
  ): Promise<void> {
    const others = mentionIds.filter((id) => id !== authorId);
    if (others.length === 0) return;
    const notified = await this.notifications.recipientsOf({ postId });
    const blocked = await this.blocks.blockedAmong(authorId, others);
    const added = others.filter((id) => !notified.has(id) && !blocked.has(id));
    const shared = { kind: 'postMention', postId, userIds: [authorId], at: editedAt ?? at } as const;
    await this.notificationWriter.add(added.map((userId) => ({ ...shared, userId })));
  }
}
