import { Injectable } from '@nestjs/common';
import { Blocks, userCacheTag } from '@visionary/accounts';
import type { HubFacets, HubQuery } from '@visionary/contract';
import { type Identity, canSeeOnlyEveryone } from '@visionary/platform/auth';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { Versions } from '../../storage/versions.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SearchModels } from '../../use-cases/versions/search-models.js';
import { HubViews } from './hub-views.js';

type Shared = Serialized<{ readonly creatorIds: readonly string[] }>;

/** Counts may be this old. */
const PAGES: CacheNamespace<Shared> = { name: 'hub-pages', ttlMs: 30_000, encoding: serialized() };
const NO_CACHE_TAGS: AddCacheTags = () => undefined;

/** What makes a viewer's page differ from the shared one. */
interface SearchViewer {
  readonly withUnpublished?: boolean;
  readonly isVisitor?: boolean;
  readonly hiddenCreatorIds?: readonly string[];
}

/** Visitors don't see the counts of stricter ratings. */
const facetsFor = (facets: HubFacets, isVisitor: boolean): HubFacets =>
  isVisitor ? { ...facets, contentRatings: facets.contentRatings.filter(({ value }) => value === 'everyone') } : facets;

/** Pages of search results. Shared by all viewers, unless they contain own or blocked creators. */
@Injectable()
export class ModelSearchPages {
  constructor(
    private readonly searchModels: SearchModels,
    private readonly versions: Versions,
    private readonly views: HubViews,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /** @returns a prepared HubPage. @throws Rejection INVALID for an invalid cursor */
  async page(input: HubQuery, viewer: Identity | null): Promise<PreparedJsonResponse> {
    const userId = viewer?.user.id ?? null;
    // Creators see their own unpublished models.
    if (userId !== null && input.creatorId === userId) {
      return (await this.load(input, { withUnpublished: true }, NO_CACHE_TAGS)).body;
    }
    // Visitors, and users with that setting, find only models for everyone.
    const query: HubQuery = canSeeOnlyEveryone(viewer) ? { ...input, contentRating: 'everyone' } : input;
    const isVisitor = userId === null;
    const key = `${isVisitor} ${JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    const cached = await this.cache.getOrLoad({ space: PAGES, key, tags: [HUB_CACHE_TAG] }, (addCacheTags) =>
      this.load(query, { isVisitor }, addCacheTags),
    );
    if (userId === null) return cached.body;
    const blocked = new Set(await this.blocks.of(userId));
    if (!cached.metadata.creatorIds.some((id) => blocked.has(id))) return cached.body;
    return (await this.load(query, { hiddenCreatorIds: [...blocked] }, NO_CACHE_TAGS)).body;
  }

  private async load(
    query: HubQuery,
    { withUnpublished = false, isVisitor = false, hiddenCreatorIds = [] }: SearchViewer,
    addCacheTags: AddCacheTags,
  ): Promise<Shared> {
    const { search, sort, cursor, contentRating = 'everyone', ...filters } = query;
    const request = { search, sort, cursor, filters: { ...filters, contentRating, withUnpublished, hiddenCreatorIds } };
    const { ids, total, facets, nextCursor } = await this.searchModels.run(request);
    const models = await this.versions.modelsByIds(ids);
    const byId = new Map(models.map((model) => [model.id, model]));
    addCacheTags(...models.flatMap(({ id, creatorId }) => [modelCacheTag(id), userCacheTag(creatorId)]));
    const page = {
      models: await this.views.cards(ids.flatMap((id) => byId.get(id) ?? [])),
      total,
      ...(facets && { facets: facetsFor(facets as unknown as HubFacets, isVisitor) }),
      nextCursor,
    };
    return { metadata: { creatorIds: models.map(({ creatorId }) => creatorId) }, body: PreparedJsonResponse.of(page) };
  }
}
