import { Injectable } from '@nestjs/common';
import type { PostPage, PostView } from '@visionary/contract';
import type { Shows } from '@visionary/platform/cache';
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
    const [posts, mine] = await Promise.all([this.views.byIds(ids), this.mine(ids, viewerId)]);
    return { posts, mine };
  }

  shared(ids: readonly string[], shows: Shows): Promise<PostView[]> {
    return this.views.byIds(ids, shows);
  }

  async mine(ids: readonly string[], viewerId: string | null): Promise<PostPage['mine']> {
    return viewerId === null ? {} : Object.fromEntries(await this.marks.reactionsTo(ids, viewerId));
  }
}
