import { Injectable } from '@nestjs/common';
import { SearchUsers } from '@visionary/accounts';
import { type HubSort, LIMITS } from '@visionary/contract';
import { pageOf, parseQuery, readCursor, Rejection } from '@visionary/kernel';
import { HashLookup, type HashMatch } from '../../domain/registries.js';
import { Versions } from '../../storage/versions.js';
import type { FacetCount, FoundFacets, HubFilters, SearchClause } from '../../domain/versions/hub-search.js';
import { isVisibleTo } from '../../domain/versions/rights.js';
import { SqlHashes } from '../../storage/versions/sql-hashes.js';
import { SqlHubSearch } from '../../storage/versions/sql-hub-search.js';

export interface ModelSearchQuery {
  readonly search: string;
  readonly filters: HubFilters;
  readonly sort: HubSort | undefined;
  readonly cursor: string | undefined;
}

export interface ModelSearchResult {
  /** In order. */
  readonly ids: readonly string[];
  readonly total: number;
  /** Only with the first page. */
  readonly facets?: FoundFacets & { readonly tags: readonly FacetCount[] };
  readonly nextCursor: string | null;
}

/** At least ten digits, the length of an AutoV2 hash. */
const HASH = /^[0-9a-f]{10,64}$/i;
const EMPTY: ModelSearchResult = { ids: [], total: 0, nextCursor: null };
/** Words of a query that are also searched as creator names. */
const MAX_NAME_WORDS = 4;
const USERS_PER_NAME = 5;

/** Finds models by words, by their creator's current name, or by a hash. */
@Injectable()
export class SearchModels {
  constructor(
    private readonly hubSearch: SqlHubSearch,
    private readonly hashes: SqlHashes,
    private readonly otherHashes: HashLookup,
    private readonly versions: Versions,
    private readonly searchUsers: SearchUsers,
  ) {}

  /** @throws Rejection INVALID for an invalid cursor */
  async run({ search, filters, sort, cursor }: ModelSearchQuery): Promise<ModelSearchResult> {
    const after = readCursor(cursor);
    const modelId = await this.modelIdOfHash(search.trim());
    const clauses = modelId === undefined ? await this.clausesOf(search) : [];
    // A query of nothing but punctuation finds nothing.
    if (clauses.length === 0 && modelId === undefined && search.trim() !== '') return EMPTY;
    const query = { clauses, filters: { ...filters, ...(modelId !== undefined && { modelId }) } };
    const limit = LIMITS.hubPerPage;
    const order = sort ?? (clauses.length > 0 ? 'relevance' : 'new');
    const [found, facets, tags] = await Promise.all([
      this.hubSearch.find(query, order, after, limit + 1),
      this.hubSearch.facets(query),
      after ? [] : this.hubSearch.tags(query, LIMITS.tagFacets),
    ]);
    const { page, nextCursor } = pageOf(found, limit, (entry) => entry);
    const firstPage = after ? {} : { facets: { ...facets, tags } };
    return { ids: page.map(({ id }) => id), total: facets.total, ...firstPage, nextCursor };
  }

  /** @param viewerId null for a visitor. @throws Rejection HUB_HASH_NOT_FOUND, also for models that the viewer can't see */
  async byHash(hash: string, viewerId: string | null): Promise<HashMatch> {
    const digits = hash.toLowerCase();
    const match = (await this.hashes.find(digits)) ?? (await this.otherHashes.find(digits));
    if (!match || !(await this.isVisible(match, viewerId))) throw new Rejection('HUB_HASH_NOT_FOUND');
    return match;
  }

  private async isVisible({ modelId }: HashMatch, viewerId: string | null): Promise<boolean> {
    if (modelId === undefined || viewerId !== null) return true;
    const model = await this.versions.modelById(modelId);
    return model !== null && isVisibleTo(viewerId, model);
  }

  /** A hash or its prefix. An unknown one is searched as a word. */
  private async modelIdOfHash(search: string): Promise<string | undefined> {
    return HASH.test(search) ? (await this.hashes.find(search.toLowerCase()))?.modelId : undefined;
  }

  private async clausesOf(search: string): Promise<SearchClause[]> {
    const words = [...new Set(search.split(/\s+/u))].map((word) => ({ word, terms: parseQuery(word) }));
    const searched = words.filter(({ terms }) => terms.length > 0);
    const names = searched.slice(0, MAX_NAME_WORDS).map(({ word }) => this.userIdsOf(word));
    const userIds = await Promise.all(names);
    return searched.map(({ terms }, index) => ({ terms, creatorIds: userIds[index] ?? [] }));
  }

  private async userIdsOf(word: string): Promise<string[]> {
    const name = word.replace(/^@/, '');
    if (Array.from(name).length < 2) return [];
    const query = { search: name, requesterId: null, roomId: undefined, limit: USERS_PER_NAME };
    return (await this.searchUsers.run(query)).map(({ id }) => id);
  }
}
