import { Injectable } from '@nestjs/common';
import type { PostPage } from '@visionary/contract';
import { MyMarks } from '../domain/posts/my-marks.js';
import { PostViews } from './posts/post-views.js';
import { ShownPosts } from './shown-posts.js';

/** Posts as everybody sees them, and beside them what whoever looks gave them. */
@Injectable()
export class PostsWithMine extends ShownPosts {
  constructor(
    private readonly views: PostViews,
    private readonly marks: MyMarks,
  ) {
    super();
  }

  async byIds(ids: readonly string[], viewerId: string | null): Promise<Omit<PostPage, 'nextCursor'>> {
    const [posts, given] = await Promise.all([
      this.views.byIds(ids),
      viewerId === null ? new Map<string, string[]>() : this.marks.reactionsTo(ids, viewerId),
    ]);
    return { posts, mine: Object.fromEntries(given) };
  }
}
