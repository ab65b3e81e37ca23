import { Injectable } from '@nestjs/common';
import { Blocks, userCacheTag } from '@visionary/accounts';
import type { HubFacets, HubQuery } from '@visionary/contract';
import { type Identity, canSeeOnlyEveryone } from '@visionary/platform/auth';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { Versions } from '../../domain/version.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SearchModels } from '../../use-cases/versions/search-models.js';
import { HubViews } from './hub-views.js';

type Shared = Serialized<{ readonly creatorIds: readonly string[] }>;

/** Counts may be so old. */
const PAGES: CacheNamespace<Shared> = { name: 'hub-pages', ttlMs: 30_000, encoding: serialized() };
const NOTHING_KEPT: AddCacheTags = () => undefined;

/** Whoever looks, where that makes another page. */
interface SearchViewer {
  readonly withUnpublished?: boolean;
  readonly isVisitor?: boolean;
  readonly hiddenCreators?: readonly string[];
}

/** Visitors are not told how much there is that is not for everybody. */
const facetsFor = (facets: HubFacets, isVisitor: boolean): HubFacets =>
  isVisitor ? { ...facets, contentRatings: facets.contentRatings.filter(({ value }) => value === 'everyone') } : facets;

/** Pages of models that were found: the same for everybody, unless one's own or somebody blocked is among them. */
@Injectable()
export class ModelSearchPages {
  constructor(
    private readonly find: SearchModels,
    private readonly versions: Versions,
    private readonly views: HubViews,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /** @returns a HubPage as it is sent. @throws Rejection INVALID for a cursor that is none */
  async page(asked: HubQuery, asker: Identity | null): Promise<PreparedJsonResponse> {
    const userId = asker?.user.id ?? null;
    // What one took back is one's own to see.
    if (userId !== null && asked.creatorId === userId) {
      return (await this.load(asked, { withUnpublished: true }, NOTHING_KEPT)).body;
    }
    // Visitors, and who does not want to see others, find what is for everybody.
    const query: HubQuery = canSeeOnlyEveryone(asker) ? { ...asked, contentRating: 'everyone' } : asked;
    const isVisitor = userId === null;
    const key = `${isVisitor} ${JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    const kept = await this.cache.getOrLoad({ space: PAGES, key, tags: [HUB_CACHE_TAG] }, (shows) =>
      this.load(query, { isVisitor }, shows),
    );
    if (userId === null) return kept.body;
    const blocked = new Set(await this.blocks.of(userId));
    if (!kept.metadata.creatorIds.some((id) => blocked.has(id))) return kept.body;
    return (await this.load(query, { hiddenCreators: [...blocked] }, NOTHING_KEPT)).body;
  }

  private async load(
    query: HubQuery,
    { withUnpublished = false, isVisitor = false, hiddenCreators = [] }: SearchViewer,
    addCacheTags: AddCacheTags,
  ): Promise<Shared> {
    const { search, sort, cursor, contentRating = 'everyone', ...filters } = query;
    const wanted = { search, sort, cursor, filters: { ...filters, contentRating, withUnpublished, hiddenCreators } };
    const { ids, total, facets, nextCursor } = await this.find.run(wanted);
    const models = await this.versions.modelsByIds(ids);
    const byId = new Map(models.map((model) => [model.id, model]));
    addCacheTags(...models.flatMap(({ id, creatorId }) => [modelCacheTag(id), userCacheTag(creatorId)]));
    const page = {
      ...{ models: await this.views.cards(ids.flatMap((id) => byId.get(id) ?? [])), total },
      ...(facets && { facets: facetsFor(facets as unknown as HubFacets, isVisitor) }),
      nextCursor,
    };
    return { metadata: { creatorIds: models.map(({ creatorId }) => creatorId) }, body: PreparedJsonResponse.of(page) };
  }
}
