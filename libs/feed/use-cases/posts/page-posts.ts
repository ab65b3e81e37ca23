import { Injectable } from '@nestjs/common';
import type { Post } from '../../domain/posts/post.js';
import { cursorOf, type PostCursor, PostPages, type PostQuery } from '../../domain/posts/post-pages.js';

export interface PageOfPosts {
  readonly posts: readonly Post[];
  /** Where it goes on; null at the end. */
  readonly next: PostCursor | null;
}

/** Whoever has blocked most of the feed gets a shorter page rather than a long walk. */
const ROUNDS_AT_MOST = 5;
const NOBODY: ReadonlySet<string> = new Set();

/** A page of the feed. */
@Injectable()
export class PagePosts {
  constructor(private readonly pages: PostPages) {}

  /** @param hidden authors whose posts are left out; the page is filled up with what comes after */
  async run(query: PostQuery, after: PostCursor | null, limit: number, hidden = NOBODY): Promise<PageOfPosts> {
    const posts: Post[] = [];
    let place = after;
    for (let round = 0; round < ROUNDS_AT_MOST; round++) {
      const found = await this.pages.page(query, place, limit + 1);
      for (const post of found) {
        if (posts.length === limit) return { posts, next: place };
        place = cursorOf(post, query.order);
        const isSeen = !query.filters.forEverybody || post.contentRating === 'everyone';
        if (isSeen && !hidden.has(post.authorId)) posts.push(post);
      }
      if (found.length <= limit) return { posts, next: null };
    }
    return { posts, next: place };
  }
}
