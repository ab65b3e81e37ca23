import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { FollowerLeft, FollowsChanged, PersonFollowed } from '../../domain/people/follows.js';
import { PostChanged, PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import { ForgetNotices } from '../../usecases/talk/forget-notices.js';
import { GatherFollows } from '../../usecases/talk/gather-follows.js';
import { TellMakers } from '../../usecases/talk/tell-makers.js';
import { TellOfPosts } from '../../usecases/talk/tell-of-posts.js';

/** What people do in the feed becomes news for others, in the transaction in which it happens. */
@Injectable()
export class TellWhenThingsHappen implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly posts: TellOfPosts,
    private readonly makers: TellMakers,
    private readonly follows: GatherFollows,
    private readonly forget: ForgetNotices,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(PostPublished, async ({ post }) => {
      await this.posts.called(post, post.mentionIds);
      await this.makers.published(post);
    });
    this.events.beforeCommit(PostChanged, ({ post, calledBefore }) =>
      this.posts.called(
        post,
        post.mentionIds.filter((id) => !calledBefore.includes(id)),
      ),
    );
    this.events.beforeCommit(PostsRemoved, async ({ posts, madeWith }) => {
      await this.makers.removed(madeWith);
      await this.forget.ofPosts(posts.map(({ id }) => id));
    });
    this.events.beforeCommit(PersonFollowed, ({ personId, followedId, at }) =>
      this.follows.followed(personId, followedId, at),
    );
    this.events.beforeCommit(FollowsChanged, ({ followedId }) => this.follows.unfollowed([followedId]));
    this.events.beforeCommit(FollowerLeft, ({ followedIds }) => this.follows.unfollowed(followedIds));
  }
}
