import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { LIMITS, type PostPage } from '@visionary/contract';
import { HUB_CACHE_TAG } from '@visionary/hub';
import { Rejection } from '@visionary/kernel';
import { type AddCacheTags, Cache, type CacheNamespace, type Serialized, serialized } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { POSTS_CACHE_TAG } from '../../domain/posts/subjects.js';
import type { ModelPost } from '../../domain/posts/used-models-of.js';
import { type ModelPostPage, ModelPostsService } from '../../use-cases/model-posts/model-posts.service.js';
import { PostPresenter } from '../posts/post-presenter.js';
import type { Viewer } from '../viewer.js';

type SharedPage = Serialized<{
  readonly contentRating: ModelPostPage['contentRating'];
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
}>;

interface PageQuery {
  readonly modelId: string;
  readonly versionId?: string | undefined;
  readonly cursor?: string | undefined;
}

/** View counts may be this old. */
const MODEL_POSTS: CacheNamespace<SharedPage> = { name: 'made-with', ttlMs: 30_000, encoding: serialized() };
const UNCACHED: AddCacheTags = () => undefined;

/** Images made with a model: cached for all viewers without blocks, combined with the viewer's reactions. */
@Injectable()
export class ModelPostPages {
  constructor(
    private readonly modelPosts: ModelPostsService,
    private readonly presenter: PostPresenter,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /**
   * @returns a PostPage
   * @throws Rejection as ModelPostsService, HUB_MODEL_NOT_FOUND for visitors also when it isn't rated for everyone
   */
  async page(
    query: PageQuery,
    { userId, forEveryone }: Viewer,
  ): Promise<{ readonly body: PreparedJsonResponse; readonly myReactions: PostPage['myReactions'] }> {
    const isVisible = ({ isForEveryone }: ModelPost) => isForEveryone || !forEveryone;
    const key = JSON.stringify([query.modelId, query.versionId ?? '', query.cursor ?? '', forEveryone]);
    // New images change only first pages.
    const tags = query.cursor === undefined ? [HUB_CACHE_TAG, POSTS_CACHE_TAG] : [HUB_CACHE_TAG];
    const entry = { space: MODEL_POSTS, key, tags };
    const shared = await this.cache.getOrLoad(entry, (addCacheTags) => this.load(query, isVisible, addCacheTags));
    if (userId === null && shared.metadata.contentRating !== 'everyone') throw new Rejection('HUB_MODEL_NOT_FOUND');
    const blocked = new Set(userId === null ? [] : await this.blocks.of(userId));
    const isUnblocked = (post: ModelPost) => isVisible(post) && !blocked.has(post.authorId);
    const hasBlocked = shared.metadata.authorIds.some((id) => blocked.has(id));
    const { metadata, body } = hasBlocked ? await this.load(query, isUnblocked, UNCACHED) : shared;
    return { body, myReactions: await this.presenter.myReactions(metadata.ids, userId) };
  }

  private async load(
    query: PageQuery,
    isShown: (post: ModelPost) => boolean,
    addCacheTags: AddCacheTags,
  ): Promise<SharedPage> {
    const { contentRating, posts, nextCursor } = await this.modelPosts.page(query, LIMITS.postsPerPage, isShown);
    const ids = posts.map(({ id }) => id);
    const page: Omit<PostPage, 'myReactions'> = { posts: await this.presenter.byIds(ids, addCacheTags), nextCursor };
    return {
      metadata: { contentRating, ids, authorIds: posts.map(({ authorId }) => authorId) },
      body: PreparedJsonResponse.of(page),
    };
  }
}
