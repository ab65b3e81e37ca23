import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { PostView } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, userChannel } from '@visionary/platform/realtime';
import { PostChanged, PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import {
  FEED_CHANNEL,
  postChannel,
  FEED_EVERYONE_CHANNEL,
  LIST_CHANNELS,
  listChannelFor,
  SHOWS_SAFE,
} from './channels.js';
import { type PublishedPost, PostViews } from './post-views.js';

type News =
  | ({ readonly event: 'feed.published' } & PublishedPost)
  | { readonly event: 'feed.postUpdated'; readonly post: PostView }
  | { readonly event: 'feed.postDeleted'; readonly postIds: readonly string[] };

const NEWS = 'feed.news';

/** What happens to posts reaches every page that shows images or this one, on every node; not those who have blocked. */
@Injectable()
export class PostBroadcaster implements OnModuleInit {
  private readonly logger = new Logger('Feed');

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly views: PostViews,
    private readonly blocks: Blocks,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PostPublished, ({ post }) => this.tellPublished(post.id));
    this.events.afterCommit(PostChanged, ({ post }) => this.tellChanged(post.id));
    this.events.afterCommit(PostsRemoved, ({ posts }) => {
      const postIds = posts.map(({ id }) => id);
      this.bus.publish(NEWS, { event: 'feed.postDeleted', postIds } satisfies News);
    });
    this.bus.subscribe<News>(NEWS, (news) => {
      this.hear(news).catch((error: unknown) => this.logger.error('News of the feed could not be told', error));
    });
  }

  /** As it is by now: of two changes the later one is told last, whichever is presented first. */
  private async tellChanged(postId: string): Promise<void> {
    const [post] = await this.views.byIds([postId]);
    if (post) this.bus.publish(NEWS, { event: 'feed.postUpdated', post } satisfies News);
  }

  private async tellPublished(postId: string): Promise<void> {
    const published = await this.views.published(postId);
    if (published) this.bus.publish(NEWS, { event: 'feed.published', ...published } satisfies News);
  }

  private async hear(news: News): Promise<void> {
    if (news.event === 'feed.postDeleted') {
      for (const postId of news.postIds) {
        this.broadcast.toHere([...LIST_CHANNELS, postChannel(postId)], 'feed.postDeleted', { postId });
      }
      return;
    }
    const { event, ...told } = news;
    const { post } = told;
    if (event === 'feed.postUpdated') this.removeFromEveryoneOnly(post);
    if (post.contentRating !== 'everyone') this.turnOutVisitors(post.id);
    // What is published again is there again for whoever has its page still open.
    const lists = event === 'feed.published' ? feedsOf(post) : listChannelFor(post.contentRating);
    const where = [...lists, postChannel(post.id)];
    // One's own are one's own to see, whatever one wants of others.
    const author = userChannel(post.author.id);
    const channels = [...where, ...(event === 'feed.postUpdated' ? [author] : [])].filter((channel) =>
      this.broadcast.hasLocalListeners(channel),
    );
    if (channels.length === 0) return;
    const apart = await this.blocks.blockedAmong(post.author.id, this.broadcast.usersHere);
    this.broadcast.toHere(channels, event, told, [...apart]);
  }

  /** Of what is not for everybody (any more) lists that show none of it hear that it is gone. */
  private removeFromEveryoneOnly({ id: postId, contentRating, author }: PostView): void {
    if (contentRating === 'everyone') return;
    this.broadcast.toHere(SHOWS_SAFE, 'feed.postDeleted', { postId }, [author.id]);
  }

  private turnOutVisitors(postId: string): void {
    this.broadcast.removeLocalVisitors(postChannel(postId), 'feed.postDeleted', { postId });
  }
}

const feedsOf = ({ contentRating }: PostView): string[] =>
  contentRating === 'everyone' ? [FEED_CHANNEL, FEED_EVERYONE_CHANNEL] : [FEED_CHANNEL];
