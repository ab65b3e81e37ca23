import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { LineBoard } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { isThereFor } from '../../domain/posts/openness.js';
import { CountViews } from './count-views.js';
import { FEED_CHANNEL, SAFE_FEED_CHANNEL, SAFE_WALL_CHANNEL, WALL_CHANNEL } from './channels.js';
import { NewerPosts } from './newer-posts.js';
import { OpenPosts } from './open-posts.js';
import { PostViews } from './post-views.js';

/** Who looks at the feed, and at which picture. */
@Injectable()
export class FeedGateway {
  constructor(
    private readonly newer: NewerPosts,
    private readonly line: LineBoard,
    private readonly open: OpenPosts,
    private readonly views: PostViews,
    private readonly countViews: CountViews,
  ) {}

  /** Hears first and counts then, so that nothing falls between. */
  @Command('feed.watch')
  async watch({ payload, person, socket }: Call<'feed.watch'>): Promise<CommandReply<'feed.watch'>> {
    const viewer = await this.newer.viewerOf(person?.id ?? null);
    const [shown, other] = viewer.forEverybody ? [SAFE_FEED_CHANNEL, FEED_CHANNEL] : [FEED_CHANNEL, SAFE_FEED_CHANNEL];
    await socket.leave(other);
    await socket.enter(shown);
    const newer = await this.newer.count(payload, viewer);
    return { newer, lineEnd: await this.line.endNow() };
  }

  @Command('feed.leave')
  async leave({ socket }: Call<'feed.leave'>): Promise<CommandReply<'feed.leave'>> {
    await socket.leave(FEED_CHANNEL);
    await socket.leave(SAFE_FEED_CHANNEL);
    return {};
  }

  @Command('feed.look')
  async look({ person, socket }: Call<'feed.look'>): Promise<CommandReply<'feed.look'>> {
    const { forEverybody } = await this.newer.viewerOf(person?.id ?? null);
    const [shown, other] = forEverybody ? [SAFE_WALL_CHANNEL, WALL_CHANNEL] : [WALL_CHANNEL, SAFE_WALL_CHANNEL];
    await socket.leave(other);
    await socket.enter(shown);
    return {};
  }

  @Command('feed.lookAway')
  async lookAway({ socket }: Call<'feed.lookAway'>): Promise<CommandReply<'feed.lookAway'>> {
    await socket.leave(WALL_CHANNEL);
    await socket.leave(SAFE_WALL_CHANNEL);
    return {};
  }

  /** @throws Rejection FEED_POST_NOT_FOUND */
  @Command('feed.open')
  async openPost({ payload: { postId }, person, socket }: Call<'feed.open'>): Promise<CommandReply<'feed.open'>> {
    await this.open.add(socket, postId);
    const personId = person?.id ?? null;
    const counted = (await this.views.counted([postId])).get(postId);
    if (!counted || !isThereFor(personId, counted)) {
      await this.open.remove(socket, postId);
      throw new Rejection('FEED_POST_NOT_FOUND');
    }
    this.countViews.note(postId, personId, socket.owner);
    return { counts: counted.counts };
  }

  @Command('feed.close')
  async closePost({ payload, socket }: Call<'feed.close'>): Promise<CommandReply<'feed.close'>> {
    await this.open.remove(socket, payload.postId);
    return {};
  }
}
