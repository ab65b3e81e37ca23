import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { LIMITS, type PostPage } from '@visionary/contract';
import { HUB_CACHE_TAG } from '@visionary/hub';
import { Rejection } from '@visionary/kernel';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import type { ModelPost } from '../../domain/model-posts/model-posts.js';
import { POSTS_CACHE_TAG } from '../../domain/posts/subjects.js';
import { type ModelPostPage, ListModelPosts } from '../../use-cases/model-posts/list-model-posts.js';
import { PostPresenter } from '../post-presenter.js';
import type { Viewer } from '../viewer.js';

type SharedPage = Serialized<{
  readonly contentRating: ModelPostPage['contentRating'];
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
}>;

interface Asked {
  readonly modelId: string;
  readonly versionId?: string | undefined;
  readonly cursor?: string | undefined;
}

/** How often posts were looked at may be so old. */
const MADE: CacheNamespace<SharedPage> = { name: 'made-with', ttlMs: 30_000, encoding: serialized() };
const NOTHING_KEPT: AddCacheTags = () => undefined;

/** Images made with a model: the same for whoever looks and has blocked nobody there, and beside them what is theirs. */
@Injectable()
export class ModelPostPages {
  constructor(
    private readonly pages: ListModelPosts,
    private readonly posts: PostPresenter,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /** @returns a PostPage. @throws Rejection as ListModelPosts, HUB_MODEL_NOT_FOUND to visitors also where it is not for everybody */
  async page(
    asked: Asked,
    { userId, forEverybody }: Viewer,
  ): Promise<{ readonly answer: PreparedJsonResponse; readonly mine: PostPage['myReactions'] }> {
    const maySee = ({ isForEverybody }: ModelPost) => isForEverybody || !forEverybody;
    const key = JSON.stringify([asked.modelId, asked.versionId ?? '', asked.cursor ?? '', forEverybody]);
    // New images stand on first pages alone.
    const tags = asked.cursor === undefined ? [HUB_CACHE_TAG, POSTS_CACHE_TAG] : [HUB_CACHE_TAG];
    const kept = await this.cache.getOrLoad({ space: MADE, key, tags }, (more) => this.load(asked, maySee, more));
    if (userId === null && kept.metadata.contentRating !== 'everyone') throw new Rejection('HUB_MODEL_NOT_FOUND');
    const hidden = new Set(userId === null ? [] : await this.blocks.of(userId));
    const hides = kept.metadata.authorIds.some((id) => hidden.has(id));
    const unblocked = (post: ModelPost) => maySee(post) && !hidden.has(post.authorId);
    const { metadata, body } = hides ? await this.load(asked, unblocked, NOTHING_KEPT) : kept;
    return { answer: body, mine: await this.posts.mine(metadata.ids, userId) };
  }

  private async load(
    asked: Asked,
    seen: (post: ModelPost) => boolean,
    addCacheTags: AddCacheTags,
  ): Promise<SharedPage> {
    const { contentRating, posts, nextCursor } = await this.pages.run(asked, LIMITS.postsPerPage, seen);
    const ids = posts.map(({ id }) => id);
    const page: Omit<PostPage, 'myReactions'> = { posts: await this.posts.shared(ids, addCacheTags), nextCursor };
    return {
      metadata: { contentRating, ids, authorIds: posts.map(({ authorId }) => authorId) },
      body: PreparedJsonResponse.of(page),
    };
  }
}
