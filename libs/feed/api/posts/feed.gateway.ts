import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { QueueBroadcaster } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { isVisibleTo } from '../../domain/posts/visibility.js';
import { ViewCounter } from './view-counter.js';
import {
  FEED_CHANNEL,
  FEED_EVERYONE_CHANNEL,
  POST_UPDATES_EVERYONE_CHANNEL,
  POST_UPDATES_CHANNEL,
} from './channels.js';
import { NewPostCounter } from './new-post-counter.js';
import { OpenPosts } from './open-posts.js';
import { PostViews } from './post-views.js';

/** Who looks at the feed, and at which image. */
@Injectable()
export class FeedGateway {
  constructor(
    private readonly newer: NewPostCounter,
    private readonly line: QueueBroadcaster,
    private readonly open: OpenPosts,
    private readonly views: PostViews,
    private readonly viewCounter: ViewCounter,
  ) {}

  /** Hears first and counts then, so that nothing falls between. */
  @Command('feed.subscribe')
  async watch({ payload, user, socket }: Call<'feed.subscribe'>): Promise<CommandReply<'feed.subscribe'>> {
    const viewer = await this.newer.viewerOf(user?.id ?? null);
    const [shown, other] = viewer.forEverybody
      ? [FEED_EVERYONE_CHANNEL, FEED_CHANNEL]
      : [FEED_CHANNEL, FEED_EVERYONE_CHANNEL];
    await socket.leave(other);
    await socket.enter(shown);
    const newPostCount = await this.newer.count(payload, viewer);
    return { newPostCount, queueTail: await this.line.currentTail() };
  }

  @Command('feed.unsubscribe')
  async leave({ socket }: Call<'feed.unsubscribe'>): Promise<CommandReply<'feed.unsubscribe'>> {
    await socket.leave(FEED_CHANNEL);
    await socket.leave(FEED_EVERYONE_CHANNEL);
    return {};
  }

  @Command('feed.subscribeUpdates')
  async look({ user, socket }: Call<'feed.subscribeUpdates'>): Promise<CommandReply<'feed.subscribeUpdates'>> {
    const { forEverybody } = await this.newer.viewerOf(user?.id ?? null);
    const [shown, other] = forEverybody
      ? [POST_UPDATES_EVERYONE_CHANNEL, POST_UPDATES_CHANNEL]
      : [POST_UPDATES_CHANNEL, POST_UPDATES_EVERYONE_CHANNEL];
    await socket.leave(other);
    await socket.enter(shown);
    return {};
  }

  @Command('feed.unsubscribeUpdates')
  async lookAway({ socket }: Call<'feed.unsubscribeUpdates'>): Promise<CommandReply<'feed.unsubscribeUpdates'>> {
    await socket.leave(POST_UPDATES_CHANNEL);
    await socket.leave(POST_UPDATES_EVERYONE_CHANNEL);
    return {};
  }

  /** @throws Rejection FEED_POST_NOT_FOUND */
  @Command('feed.openPost')
  async openPost({ payload: { postId }, user, socket }: Call<'feed.openPost'>): Promise<CommandReply<'feed.openPost'>> {
    await this.open.add(socket, postId);
    const userId = user?.id ?? null;
    const counted = (await this.views.counted([postId])).get(postId);
    if (!counted || !isVisibleTo(userId, counted)) {
      await this.open.remove(socket, postId);
      throw new Rejection('FEED_POST_NOT_FOUND');
    }
    this.viewCounter.note(postId, userId, socket.owner);
    return { counts: counted.counts };
  }

  @Command('feed.closePost')
  async closePost({ payload, socket }: Call<'feed.closePost'>): Promise<CommandReply<'feed.closePost'>> {
    await this.open.remove(socket, payload.postId);
    return {};
  }
}
