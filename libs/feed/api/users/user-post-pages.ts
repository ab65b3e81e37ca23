import { Injectable } from '@nestjs/common';
import type { PostPage } from '@visionary/contract';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { ProfileReader } from '../../use-cases/users/profile-reader.js';
import { PostPresenter } from '../posts/post-presenter.js';
import type { Viewer } from '../viewer.js';

interface PageQuery {
  readonly userId: string;
  readonly cursor: string | undefined;
  readonly forEveryone: boolean;
}

type SharedPage = Serialized<{ readonly ids: readonly string[] }>;

/** View counts may be this old. */
const USER_POSTS: CacheNamespace<SharedPage> = { name: 'posts-of', ttlMs: 30_000, encoding: serialized() };

/** Posts that a user published or took part in: cached for all viewers, combined with the viewer's reactions. */
@Injectable()
export class UserPostPages {
  constructor(
    private readonly profiles: ProfileReader,
    private readonly presenter: PostPresenter,
    private readonly cache: Cache,
  ) {}

  /** @returns a PostPage. @throws Rejection INVALID for an unknown cursor */
  async page(
    userId: string,
    cursor: string | undefined,
    viewer: Viewer,
  ): Promise<{ readonly body: PreparedJsonResponse; readonly myReactions: PostPage['myReactions'] }> {
    // Users always see their own posts.
    const forEveryone = viewer.forEveryone && viewer.userId !== userId;
    const key = JSON.stringify([userId, cursor ?? '', forEveryone]);
    const entry = { space: USER_POSTS, key, tags: [profileCacheTag(userId)] };
    const { metadata, body } = await this.cache.getOrLoad(entry, (addCacheTags) =>
      this.load({ userId, cursor, forEveryone }, addCacheTags),
    );
    return { body, myReactions: await this.presenter.myReactions(metadata.ids, viewer.userId) };
  }

  private async load({ userId, cursor, forEveryone }: PageQuery, addCacheTags: AddCacheTags): Promise<SharedPage> {
    const { ids, nextCursor } = await this.profiles.pagePostIds(userId, cursor, forEveryone);
    const page: Omit<PostPage, 'myReactions'> = { posts: await this.presenter.byIds(ids, addCacheTags), nextCursor };
    return { metadata: { ids }, body: PreparedJsonResponse.of(page) };
  }
}
