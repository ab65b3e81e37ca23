import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { SearchQuery, SearchResults, PostView } from '@visionary/contract';
import { makeExcerpt, firstMatch } from '@visionary/kernel';
import { Posts } from '../../domain/posts/posts.js';
import { SearchPosts } from '../../use-cases/search/search-posts.js';
import { PostPresenter } from '../post-presenter.js';
import type { Viewer } from '../viewer.js';

/** Posts that a search finds, as users see them. */
@Injectable()
export class PostResults {
  constructor(
    private readonly searchPosts: SearchPosts,
    private readonly posts: PostPresenter,
    private readonly blocks: Blocks,
    private readonly whole: Posts,
  ) {}

  async page(
    { text, sort, cursor, tag, model, lora, scheduler, authorId }: SearchQuery,
    viewer: Viewer,
    limit: number,
  ): Promise<SearchResults['posts']> {
    const { forEverybody } = viewer;
    const filters = { tag: tag?.toLowerCase(), model, lora, scheduler, authorId, forEverybody };
    const { ids, total, nextCursor } = await this.searchPosts.run({ text, filters, sort, cursor, limit });
    const shown = await this.shown(ids, viewer);
    const excerpts = await this.excerptsOf(shown.posts, text);
    // Where all fit into one page the number says nothing of those who are hidden.
    const isAll = cursor === undefined && nextCursor === null;
    return { ...shown, total: isAll ? shown.posts.length : total, nextCursor, ...(excerpts && { excerpts }) };
  }

  /** Of those whose prompts go on where the page does not see them: what was found there. One query, or none. */
  private async excerptsOf(shown: readonly PostView[], text: string): Promise<Record<string, string> | null> {
    const unseen = shown.filter(({ title, prompt }) => firstMatch(title, text) < 0 && firstMatch(prompt, text) < 0);
    if (text.trim() === '' || unseen.length === 0) return null;
    const whole = await this.whole.byIds(unseen.map(({ id }) => id));
    const found = whole.map(({ id, prompt }) => [id, makeExcerpt(prompt, text)] as const);
    return Object.fromEntries(found.filter((one): one is [string, string] => one[1] !== null));
  }

  /** Those that fit best. */
  async few(text: string, viewer: Viewer, limit: number): Promise<readonly PostView[]> {
    const { forEverybody } = viewer;
    const wanted = { text, filters: { forEverybody }, sort: 'relevance', cursor: undefined, limit } as const;
    const { ids } = await this.searchPosts.run(wanted);
    return (await this.shown(ids, viewer)).posts;
  }

  /** Without those of users whom the viewer has blocked. */
  private async shown(ids: readonly string[], { userId }: Viewer) {
    const [page, blocked] = await Promise.all([
      this.posts.byIds(ids, userId),
      userId === null ? [] : this.blocks.of(userId),
    ]);
    const hidden = new Set(blocked);
    return { ...page, posts: page.posts.filter(({ author }) => !hidden.has(author.id)) };
  }
}
