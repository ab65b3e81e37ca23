import { Injectable } from '@nestjs/common';
import { Blocks, SensitiveContentPreferences } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import type { Call } from '@visionary/platform/realtime';
import { type PostCursor, PostPages } from '../../domain/posts/post-pages.js';
import { Posts } from '../../domain/posts/posts.js';
import type { Viewer } from '../viewer.js';

type Watched = Call<'feed.subscribe'>['payload'];

/** Ids are UUIDs of version 7: their first 48 bits are the time. */
const timeIn = (id: string): number | null =>
  id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : null;

/** How much a page that shows the feed has missed. */
@Injectable()
export class NewPostCounter {
  constructor(
    private readonly posts: Posts,
    private readonly pages: PostPages,
    private readonly blocks: Blocks,
    private readonly sensitiveContentPreferences: SensitiveContentPreferences,
  ) {}

  async viewerOf(userId: string | null): Promise<Viewer> {
    return { userId, forEverybody: await this.sensitiveContentPreferences.seesOnlySafe(userId) };
  }

  /** At most LIMITS.newerPosts; 0 where nothing says since when. */
  async count({ newestId, tab, filters }: Watched, { userId, forEverybody }: Viewer): Promise<number> {
    if (newestId === undefined || (tab === 'following' && userId === null)) return 0;
    const place = await this.placeOf(newestId);
    if (!place) return 0;
    const excludeAuthorIds = userId === null ? [] : await this.blocks.of(userId);
    const followedBy = tab === 'following' ? (userId ?? undefined) : undefined;
    return this.pages.newerThan(
      place,
      { order: 'new', filters: { ...filters, forEverybody }, followedBy, excludeAuthorIds },
      LIMITS.newPostCountCap,
    );
  }

  /** Also of a post that is gone. */
  private async placeOf(id: string): Promise<PostCursor | null> {
    const value = (await this.posts.byId(id))?.at ?? timeIn(id);
    return value === null ? null : { value, id };
  }
}
