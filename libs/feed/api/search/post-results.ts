import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { SearchQuery, SearchResults, PostView } from '@visionary/contract';
import { firstMatch, makeExcerpt } from '@visionary/kernel';
import { Posts } from '../../storage/posts/posts.repository.js';
import { SearchPosts } from '../../use-cases/search/search-posts.js';
import { PostPresenter } from '../posts/post-presenter.js';
import type { Viewer } from '../viewer.js';

/** Search results among posts, without blocked authors. */
@Injectable()
export class PostResults {
  constructor(
    private readonly searchPosts: SearchPosts,
    private readonly presenter: PostPresenter,
    private readonly blocks: Blocks,
    private readonly posts: Posts,
  ) {}

  async page(
    { text, sort, cursor, tag, model, lora, scheduler, authorId }: SearchQuery,
    viewer: Viewer,
    limit: number,
  ): Promise<SearchResults['posts']> {
    const { forEveryone } = viewer;
    const filters = { tag: tag?.toLowerCase(), model, lora, scheduler, authorId, forEveryone };
    const { ids, total, nextCursor } = await this.searchPosts.run({ text, filters, sort, cursor, limit });
    const page = await this.visiblePage(ids, viewer);
    const excerpts = await this.excerptsOf(page.posts, text);
    // A total beyond a single page of results would reveal hidden posts.
    const isAll = cursor === undefined && nextCursor === null;
    return { ...page, total: isAll ? page.posts.length : total, nextCursor, ...(excerpts && { excerpts }) };
  }

  /** Excerpts of prompts that match beyond their shown beginning. At most one query. */
  private async excerptsOf(posts: readonly PostView[], text: string): Promise<Record<string, string> | null> {
    const candidates = posts.filter(({ title, prompt }) => firstMatch(title, text) < 0 && firstMatch(prompt, text) < 0);
    if (text.trim() === '' || candidates.length === 0) return null;
    const fullPosts = await this.posts.byIds(candidates.map(({ id }) => id));
    const excerpts = fullPosts.map(({ id, prompt }) => [id, makeExcerpt(prompt, text)] as const);
    return Object.fromEntries(excerpts.filter((one): one is [string, string] => one[1] !== null));
  }

  /** The best matches. */
  async best(text: string, viewer: Viewer, limit: number): Promise<readonly PostView[]> {
    const { forEveryone } = viewer;
    const query = { text, filters: { forEveryone }, sort: 'relevance', cursor: undefined, limit } as const;
    const { ids } = await this.searchPosts.run(query);
    return (await this.visiblePage(ids, viewer)).posts;
  }

  private async visiblePage(ids: readonly string[], { userId }: Viewer) {
    const [page, blocked] = await Promise.all([
      this.presenter.pageFor(userId, ids),
      userId === null ? [] : this.blocks.of(userId),
    ]);
    const blockedIds = new Set(blocked);
    return { ...page, posts: page.posts.filter(({ author }) => !blockedIds.has(author.id)) };
  }
}
