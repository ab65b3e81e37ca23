import { Injectable } from '@nestjs/common';
import type { PostPage } from '@visionary/contract';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { ReadProfile } from '../../use-cases/users/read-profile.js';
import { PostPresenter } from '../post-presenter.js';
import type { Viewer } from '../viewer.js';

interface Asked {
  readonly userId: string;
  readonly cursor: string | undefined;
  readonly forEverybody: boolean;
}

type SharedPage = Serialized<{ readonly ids: readonly string[] }>;

/** How often posts were looked at may be so old. */
const POSTS_OF: CacheNamespace<SharedPage> = { name: 'posts-of', ttlMs: 30_000, encoding: serialized() };

/** What somebody published and took part in: the same for whoever looks, and beside it what is theirs. */
@Injectable()
export class UserPostPages {
  constructor(
    private readonly readProfile: ReadProfile,
    private readonly posts: PostPresenter,
    private readonly cache: Cache,
  ) {}

  /** @returns a PostPage. @throws Rejection INVALID for a cursor that is none */
  async page(
    userId: string,
    cursor: string | undefined,
    viewer: Viewer,
  ): Promise<{ readonly answer: PreparedJsonResponse; readonly mine: PostPage['myReactions'] }> {
    // One's own are one's own to see.
    const forEverybody = viewer.forEverybody && viewer.userId !== userId;
    const key = JSON.stringify([userId, cursor ?? '', forEverybody]);
    const entry = { space: POSTS_OF, key, tags: [profileCacheTag(userId)] };
    const { metadata, body } = await this.cache.getOrLoad(entry, (shows) =>
      this.load({ userId, cursor, forEverybody }, shows),
    );
    return { answer: body, mine: await this.posts.mine(metadata.ids, viewer.userId) };
  }

  private async load({ userId, cursor, forEverybody }: Asked, addCacheTags: AddCacheTags): Promise<SharedPage> {
    const { ids, nextCursor } = await this.readProfile.posts(userId, cursor, forEverybody);
    const page: Omit<PostPage, 'myReactions'> = { posts: await this.posts.shared(ids, addCacheTags), nextCursor };
    return { metadata: { ids }, body: PreparedJsonResponse.of(page) };
  }
}
