import { Injectable } from '@nestjs/common';
import { Database, rowNumberOf, SLOTS, slotOfId } from '@visionary/platform/database';
import type { PostSearch, SearchCursor } from '../../domain/search/post-search.js';
import { MysqlPostSearchIndex } from './mysql-post-search-index.js';
import { postTokens, type PostWordTable, SEARCHED, type SearchedPost, type TierSearch } from './post-word-table.js';
import { SqlitePostSearchIndex } from './sqlite-post-search-index.js';

/** Full-text index of posts, FTS5 or FULLTEXT by dialect. */
@Injectable()
export class PostSearchIndex {
  private readonly wordTable: PostWordTable;

  constructor(private readonly database: Database) {
    this.wordTable =
      database.dialect === 'sqlite' ? new SqlitePostSearchIndex(database) : new MysqlPostSearchIndex(database);
  }

  async find({ sort, after, limit, ...search }: PostSearch): Promise<SearchCursor[]> {
    if (sort !== 'relevance' || search.clauses.length === 0) {
      const order = sort === 'liked' ? 'likes' : 'number';
      return cursorsOf(0, await this.wordTable.find({ ...search, tier: 'all', order, after, limit }));
    }
    const cursors: SearchCursor[] = [];
    for (const tier of [0, 1] as const) {
      if (after && after.tier > tier) continue;
      const inTier: TierSearch = {
        ...search,
        tier,
        order: 'number',
        after: after?.tier === tier ? after : null,
        limit,
      };
      cursors.push(...cursorsOf(tier, await this.wordTable.find({ ...inTier, limit: limit - cursors.length })));
      if (cursors.length === limit) break;
    }
    return cursors;
  }

  /** Stops counting at `atMost`. */
  count(search: Pick<PostSearch, 'clauses' | 'filters'>, atMost: number): Promise<number> {
    return this.wordTable.count(search, atMost);
  }

  /** Runs in the transaction that adds or changes the posts. Skips deleted and hidden ones. */
  async indexPosts(postIds: readonly string[]): Promise<void> {
    if (postIds.length === 0) return;
    const posts = await this.visiblePosts.where('id', 'in', postIds).execute();
    await this.indexAll(posts);
  }

  /** Indexes posts that aren't in the index yet. @returns how many, at most `limit` */
  async indexMissing(limit: number): Promise<number> {
    const rows = await this.visiblePosts.where('search_row_number', 'is', null).limit(limit).execute();
    await this.indexAll(rows);
    return rows.length;
  }

  private async indexAll(posts: readonly Omit<SearchedPost, 'loraIds'>[]): Promise<void> {
    if (posts.length === 0) return;
    const loraRows = this.database
      .selectFrom('post_addition')
      .select(['post_id', 'addition_id'])
      .where('kind', '=', 'lora');
    const ids = posts.map(({ id }) => id);
    const loras = Map.groupBy(await loraRows.where('post_id', 'in', ids).execute(), ({ post_id }) => post_id);
    for (const post of posts) {
      await this.index({ ...post, loraIds: (loras.get(post.id) ?? []).map(({ addition_id }) => addition_id) });
    }
  }

  private async index(post: SearchedPost): Promise<void> {
    const tokens = postTokens(post);
    if (post.search_row_number !== null) {
      await this.wordTable.remove([Number(post.search_row_number)]);
      await this.wordTable.insert(Number(post.search_row_number), tokens);
      return;
    }
    const slot = slotOfId(post.id);
    for (let candidate = slot; candidate < slot + SLOTS; candidate++) {
      const number = rowNumberOf(Number(post.at), candidate);
      if (!(await this.wordTable.insert(number, tokens))) continue;
      const update = this.database.updateTable('post').set({ search_row_number: number }).where('id', '=', post.id);
      const { numUpdatedRows } = await update.where('search_row_number', 'is', null).executeTakeFirst();
      // Another node indexed it meanwhile, or it was deleted.
      if (numUpdatedRows === 0n) await this.wordTable.remove([number]);
      return;
    }
    throw new Error(`no slot is left at ${post.at}`);
  }

  private get visiblePosts() {
    return this.database.selectFrom('post').select(SEARCHED).where('hidden_at', 'is', null);
  }
}

const cursorsOf = (tier: 0 | 1, rows: readonly { readonly value: number; readonly id: string }[]): SearchCursor[] =>
  rows.map(({ value, id }) => ({ tier, value, id }));
