import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { FindQuery, Found, PostView } from '@visionary/contract';
import { FindPosts } from '../../usecases/finding/find-posts.js';
import { ShownPosts } from '../shown-posts.js';

/** Posts that a search finds, as people see them. */
@Injectable()
export class FoundPosts {
  constructor(
    private readonly findPosts: FindPosts,
    private readonly posts: ShownPosts,
    private readonly blocks: Blocks,
  ) {}

  async page(
    { text, sort, cursor, tag, model, scheduler, authorId }: FindQuery,
    viewerId: string | null,
    limit: number,
  ): Promise<Found['posts']> {
    const filters = { tag: tag?.toLowerCase(), model, scheduler, authorId };
    const { ids, total, nextCursor } = await this.findPosts.run({ text, filters, sort, cursor, limit });
    return { ...(await this.shown(ids, viewerId)), total, nextCursor };
  }

  /** Those that fit best. */
  async few(text: string, viewerId: string | null, limit: number): Promise<readonly PostView[]> {
    const wanted = { text, filters: {}, sort: 'relevance', cursor: undefined, limit } as const;
    const { ids } = await this.findPosts.run(wanted);
    return (await this.shown(ids, viewerId)).posts;
  }

  /** Without those of people whom the viewer has blocked. */
  private async shown(ids: readonly string[], viewerId: string | null) {
    const [page, blocked] = await Promise.all([
      this.posts.byIds(ids, viewerId),
      viewerId === null ? [] : this.blocks.of(viewerId),
    ]);
    const hidden = new Set(blocked);
    return { ...page, posts: page.posts.filter(({ author }) => !hidden.has(author.id)) };
  }
}
