import { Injectable } from '@nestjs/common';
import type { PostPage, PostView } from '@visionary/contract';
import type { AddCacheTags } from '@visionary/platform/cache';
import { ViewerPostState } from '../domain/posts/viewer-post-state.js';
import { PostViews } from './posts/post-views.js';
import { PostPresenter } from './post-presenter.js';

/** Posts as everybody sees them, and beside them what whoever looks gave them. */
@Injectable()
export class PostsWithViewerState extends PostPresenter {
  constructor(
    private readonly views: PostViews,
    private readonly marks: ViewerPostState,
  ) {
    super();
  }

  async byIds(ids: readonly string[], viewerId: string | null): Promise<Omit<PostPage, 'nextCursor'>> {
    const [posts, myReactions] = await Promise.all([this.views.byIds(ids), this.mine(ids, viewerId)]);
    return { posts, myReactions };
  }

  shared(ids: readonly string[], addCacheTags: AddCacheTags): Promise<PostView[]> {
    return this.views.byIds(ids, addCacheTags);
  }

  async mine(ids: readonly string[], viewerId: string | null): Promise<PostPage['myReactions']> {
    return viewerId === null ? {} : Object.fromEntries(await this.marks.reactionsTo(ids, viewerId));
  }
}
