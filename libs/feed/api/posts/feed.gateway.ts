import { Injectable } from '@nestjs/common';
import { Blocks, SensitiveContentPreferences } from '@visionary/accounts';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { QueueBroadcaster } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { Posts } from '../../storage/posts/posts.repository.js';
import { isVisibleTo } from '../../domain/posts/visibility.js';
import type { Viewer } from '../viewer.js';
import {
  FEED_CHANNEL,
  FEED_EVERYONE_CHANNEL,
  POST_UPDATES_CHANNEL,
  POST_UPDATES_EVERYONE_CHANNEL,
} from './channels.js';
import { OpenPosts } from './open-posts.js';
import { PostPresenter } from './post-presenter.js';
import { ViewCounter } from './view-counter.js';
import { PostPages } from '../../storage/posts/sql-post-pages.js';

/** Subscriptions to the feed, to lists of posts, and to single posts. */
@Injectable()
export class FeedGateway {
  constructor(
    private readonly queue: QueueBroadcaster,
    private readonly openPosts: OpenPosts,
    private readonly posts: Posts,
    private readonly pages: PostPages,
    private readonly presenter: PostPresenter,
    private readonly viewCounter: ViewCounter,
    private readonly blocks: Blocks,
    private readonly sensitiveContentPreferences: SensitiveContentPreferences,
  ) {}

  /** Subscribes before it counts, so that no post is missed. */
  @Command('feed.subscribe')
  async subscribe({ payload, user, socket }: Call<'feed.subscribe'>): Promise<CommandReply<'feed.subscribe'>> {
    const viewer = await this.viewerOf(user?.id ?? null);
    const [joinedChannel, leftChannel] = viewer.forEveryone
      ? [FEED_EVERYONE_CHANNEL, FEED_CHANNEL]
      : [FEED_CHANNEL, FEED_EVERYONE_CHANNEL];
    await socket.leave(leftChannel);
    await socket.enter(joinedChannel);
    const newPostCount = await this.countNewPosts(payload, viewer);
    return { newPostCount, queueTail: await this.queue.currentTail() };
  }

  @Command('feed.unsubscribe')
  async unsubscribe({ socket }: Call<'feed.unsubscribe'>): Promise<CommandReply<'feed.unsubscribe'>> {
    await socket.leave(FEED_CHANNEL);
    await socket.leave(FEED_EVERYONE_CHANNEL);
    return {};
  }

  @Command('feed.subscribeUpdates')
  async subscribeUpdates({
    user,
    socket,
  }: Call<'feed.subscribeUpdates'>): Promise<CommandReply<'feed.subscribeUpdates'>> {
    const { forEveryone } = await this.viewerOf(user?.id ?? null);
    const [joinedChannel, leftChannel] = forEveryone
      ? [POST_UPDATES_EVERYONE_CHANNEL, POST_UPDATES_CHANNEL]
      : [POST_UPDATES_CHANNEL, POST_UPDATES_EVERYONE_CHANNEL];
    await socket.leave(leftChannel);
    await socket.enter(joinedChannel);
    return {};
  }

  @Command('feed.unsubscribeUpdates')
  async unsubscribeUpdates({
    socket,
  }: Call<'feed.unsubscribeUpdates'>): Promise<CommandReply<'feed.unsubscribeUpdates'>> {
    await socket.leave(POST_UPDATES_CHANNEL);
    await socket.leave(POST_UPDATES_EVERYONE_CHANNEL);
    return {};
  }

  /** @throws Rejection FEED_POST_NOT_FOUND */
  @Command('feed.openPost')
  async openPost({ payload: { postId }, user, socket }: Call<'feed.openPost'>): Promise<CommandReply<'feed.openPost'>> {
    await this.openPosts.add(socket, postId);
    const userId = user?.id ?? null;
    const post = (await this.presenter.countsOf([postId])).get(postId);
    if (!post || !isVisibleTo(userId, post)) {
      await this.openPosts.remove(socket, postId);
      throw new Rejection('FEED_POST_NOT_FOUND');
    }
    this.viewCounter.add(postId, userId, socket.owner);
    return { counts: post.counts };
  }

  @Command('feed.closePost')
  async closePost({ payload, socket }: Call<'feed.closePost'>): Promise<CommandReply<'feed.closePost'>> {
    await this.openPosts.remove(socket, payload.postId);
    return {};
  }

  private async viewerOf(userId: string | null): Promise<Viewer> {
    return { userId, forEveryone: await this.sensitiveContentPreferences.hidesSensitiveContent(userId) };
  }

  /** Counts posts that are newer than the newest one of the client, up to LIMITS.newPostCountCap. */
  private async countNewPosts(
    { newestId, tab, filters }: Call<'feed.subscribe'>['payload'],
    { userId, forEveryone }: Viewer,
  ): Promise<number> {
    if (newestId === undefined || (tab === 'following' && userId === null)) return 0;
    // The post may be deleted.
    const value = (await this.posts.byId(newestId))?.at ?? timeOfId(newestId);
    if (value === null) return 0;
    const excludeAuthorIds = userId === null ? [] : await this.blocks.of(userId);
    const followedBy = tab === 'following' ? (userId ?? undefined) : undefined;
    return this.pages.newerThan(
      { value, id: newestId },
      { order: 'new', filters: { ...filters, forEveryone }, followedBy, excludeAuthorIds },
      LIMITS.newPostCountCap,
    );
  }
}

/** The first 48 bits of a UUID of version 7 are its time, ms since 1970. */
const timeOfId = (id: string): number | null =>
  id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : null;
