import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { PostView } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, userChannel } from '@visionary/platform/realtime';
import { PostChanged, PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import {
  EVERYONE_CHANNELS,
  FEED_CHANNEL,
  FEED_EVERYONE_CHANNEL,
  LIST_CHANNELS,
  listChannelsFor,
  postChannel,
} from './channels.js';
import { PostPresenter, type PublishedPost } from './post-presenter.js';

type PostUpdate =
  | ({ readonly event: 'feed.published' } & PublishedPost)
  | { readonly event: 'feed.postUpdated'; readonly post: PostView }
  | { readonly event: 'feed.postDeleted'; readonly postIds: readonly string[] };

const POSTS_TOPIC = 'feed.news';

/** Broadcasts changes of posts on every node to clients that show lists or the post, without blocked users. */
@Injectable()
export class PostBroadcaster implements OnModuleInit {
  private readonly logger = new Logger('Feed');

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly presenter: PostPresenter,
    private readonly blocks: Blocks,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PostPublished, ({ post }) => this.publishNew(post.id));
    this.events.afterCommit(PostChanged, ({ post }) => this.publishChanged(post.id));
    this.events.afterCommit(PostsRemoved, ({ posts }) => {
      const postIds = posts.map(({ id }) => id);
      this.bus.publish(POSTS_TOPIC, { event: 'feed.postDeleted', postIds } satisfies PostUpdate);
    });
    this.bus.subscribe<PostUpdate>(POSTS_TOPIC, (update) => {
      this.send(update).catch((error: unknown) => this.logger.error('Could not broadcast a post', error));
    });
  }

  /** Reads the current state, so that concurrent changes end with the latest. */
  private async publishChanged(postId: string): Promise<void> {
    const [post] = await this.presenter.byIds([postId]);
    if (post) this.bus.publish(POSTS_TOPIC, { event: 'feed.postUpdated', post } satisfies PostUpdate);
  }

  private async publishNew(postId: string): Promise<void> {
    const published = await this.presenter.published(postId);
    if (published) this.bus.publish(POSTS_TOPIC, { event: 'feed.published', ...published } satisfies PostUpdate);
  }

  private async send(update: PostUpdate): Promise<void> {
    if (update.event === 'feed.postDeleted') {
      for (const postId of update.postIds) {
        this.broadcast.toHere([...LIST_CHANNELS, postChannel(postId)], 'feed.postDeleted', { postId });
      }
      return;
    }
    const { event, ...payload } = update;
    const { post } = payload;
    if (event === 'feed.postUpdated') this.removeFromEveryoneOnly(post);
    if (post.contentRating !== 'everyone') this.removeVisitors(post.id);
    const lists = event === 'feed.published' ? feedChannelsFor(post) : listChannelsFor(post.contentRating);
    // Authors always see their own posts. A restored post returns to clients that still have it open.
    const author = event === 'feed.postUpdated' ? [userChannel(post.author.id)] : [];
    const channels = [...lists, postChannel(post.id), ...author].filter((channel) =>
      this.broadcast.hasLocalListeners(channel),
    );
    if (channels.length === 0) return;
    const blocked = await this.blocks.blockedAmong(post.author.id, this.broadcast.usersHere);
    this.broadcast.toHere(channels, event, payload, [...blocked]);
  }

  /** Removes a post with a raised rating from lists for everyone. */
  private removeFromEveryoneOnly({ id: postId, contentRating, author }: PostView): void {
    if (contentRating === 'everyone') return;
    this.broadcast.toHere(EVERYONE_CHANNELS, 'feed.postDeleted', { postId }, [author.id]);
  }

  private removeVisitors(postId: string): void {
    this.broadcast.removeLocalVisitors(postChannel(postId), 'feed.postDeleted', { postId });
  }
}

const feedChannelsFor = ({ contentRating }: PostView): string[] =>
  contentRating === 'everyone' ? [FEED_CHANNEL, FEED_EVERYONE_CHANNEL] : [FEED_CHANNEL];
