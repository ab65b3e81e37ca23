import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { PostView } from '@visionary/contract';
import { Broadcast, LiveSubjects, userChannel } from '@visionary/platform/realtime';
import { PostChanged, PostCountsChanged, PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import {
  EVERYONE_CHANNELS,
  FEED_CHANNEL,
  FEED_EVERYONE_CHANNEL,
  LIST_CHANNELS,
  listChannelsFor,
  postChannel,
} from './channels.js';
import { PostPresenter } from './post-presenter.js';

interface ChangedPosts {
  readonly event: 'feed.published' | 'feed.postUpdated' | 'feed.postDeleted';
  readonly postIds: readonly string[];
}

/** Broadcasts posts and their counts to clients that show lists or the post, without blocked users. */
@Injectable()
export class PostBroadcaster {
  constructor(
    live: LiveSubjects,
    private readonly broadcast: Broadcast,
    private readonly presenter: PostPresenter,
    private readonly blocks: Blocks,
  ) {
    live
      .declare<ChangedPosts>({
        topic: 'feed.posts',
        broadcast: async (changes) => {
          for (const change of changes) await this.sendPosts(change);
        },
      })
      .when(PostPublished, ({ post }) => ({ event: 'feed.published', postIds: [post.id] }))
      .when(PostChanged, ({ post }) => ({ event: 'feed.postUpdated', postIds: [post.id] }))
      .when(PostsRemoved, ({ posts }) => ({ event: 'feed.postDeleted', postIds: posts.map(({ id }) => id) }));
    live
      .declare<string>({
        topic: 'feed.counts',
        intervalMs: 1_000,
        isWatched: (postId) =>
          [...LIST_CHANNELS, postChannel(postId)].some((channel) => broadcast.hasLocalListeners(channel)),
        broadcast: (postIds) => this.sendCounts(postIds),
      })
      .when(PostCountsChanged, ({ postId }) => postId);
  }

  private async sendPosts({ event, postIds }: ChangedPosts): Promise<void> {
    for (const postId of postIds) {
      if (event === 'feed.postDeleted') {
        this.broadcast.toChannelsLocally([...LIST_CHANNELS, postChannel(postId)], event, { postId });
        continue;
      }
      const published = await this.presenter.published(postId);
      if (!published) continue;
      const { post } = published;
      if (event === 'feed.postUpdated') this.removeFromEveryoneOnly(post);
      if (post.contentRating !== 'everyone') this.removeVisitors(post.id);
      const lists = event === 'feed.published' ? feedChannelsFor(post) : listChannelsFor(post.contentRating);
      // Authors always see their own posts. A restored post returns to clients that still have it open.
      const author = event === 'feed.postUpdated' ? [userChannel(post.author.id)] : [];
      const channels = [...lists, postChannel(post.id), ...author].filter((channel) =>
        this.broadcast.hasLocalListeners(channel),
      );
      if (channels.length === 0) continue;
      const blocked = await this.blocks.blockedAmong(post.author.id, this.broadcast.localUserIds);
      this.broadcast.toChannelsLocally(channels, event, event === 'feed.published' ? published : { post }, [
        ...blocked,
      ]);
    }
  }

  private async sendCounts(postIds: readonly string[]): Promise<void> {
    const countedPosts = [...(await this.presenter.countsOf(postIds))];
    for (const [contentRating, group] of Map.groupBy(countedPosts, ([, post]) => post.contentRating)) {
      const posts = group.map(([postId, { counts }]) => ({ postId, counts }));
      const openPosts = posts.map(({ postId }) => postChannel(postId));
      this.broadcast.toChannelsLocally([...listChannelsFor(contentRating), ...openPosts], 'feed.countsChanged', {
        posts,
      });
    }
  }

  /** Removes a post with a raised rating from lists for everyone. */
  private removeFromEveryoneOnly({ id: postId, contentRating, author }: PostView): void {
    if (contentRating === 'everyone') return;
    this.broadcast.toChannelsLocally(EVERYONE_CHANNELS, 'feed.postDeleted', { postId }, [author.id]);
  }

  private removeVisitors(postId: string): void {
    this.broadcast.removeLocalVisitors(postChannel(postId), 'feed.postDeleted', { postId });
  }
}

const feedChannelsFor = ({ contentRating }: PostView): string[] =>
  contentRating === 'everyone' ? [FEED_CHANNEL, FEED_EVERYONE_CHANNEL] : [FEED_CHANNEL];
