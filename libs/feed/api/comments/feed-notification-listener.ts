import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { FollowerDeleted, FollowsChanged, UserFollowed } from '../../domain/users/follows.js';
import { PostChanged, PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import { DeleteNotifications } from '../../use-cases/comments/delete-notifications.js';
import { BundleFollows } from '../../use-cases/comments/bundle-follows.js';
import { NotifyCreators } from '../../use-cases/comments/notify-creators.js';
import { PostMentionNotifier } from '../../use-cases/comments/post-mention-notifier.js';

/** What users do in the feed becomes news for others, in the transaction in which it happens. */
@Injectable()
export class FeedNotificationListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly posts: PostMentionNotifier,
    private readonly creators: NotifyCreators,
    private readonly follows: BundleFollows,
    private readonly forget: DeleteNotifications,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(PostPublished, async ({ post }) => {
      await this.posts.called(post, post.mentionIds);
      await this.creators.published(post);
    });
    this.events.beforeCommit(PostChanged, ({ post, previousMentionIds }) =>
      this.posts.called(
        post,
        post.mentionIds.filter((id) => !previousMentionIds.includes(id)),
      ),
    );
    this.events.beforeCommit(PostsRemoved, async ({ posts, madeWith }) => {
      await this.creators.removed(madeWith);
      await this.forget.ofPosts(posts.map(({ id }) => id));
    });
    this.events.beforeCommit(UserFollowed, ({ userId, followedId, at }) =>
      this.follows.followed(userId, followedId, at),
    );
    this.events.beforeCommit(FollowsChanged, ({ followedId }) => this.follows.unfollowed([followedId]));
    this.events.beforeCommit(FollowerDeleted, ({ followedIds }) => this.follows.unfollowed(followedIds));
  }
}
