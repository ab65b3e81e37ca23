import { Injectable } from '@nestjs/common';
import { SearchUsers } from '@visionary/accounts';
import { pageOf, readCursor, parseQuery } from '@visionary/kernel';
import {
  type FacetCount,
  type FoundFacets,
  HubSearch,
  type HubFilters,
  type SearchClause,
  type HubSort,
} from '../../domain/versions/hub-search.js';
import { Hashes } from '../../domain/versions/hashes.js';
import { HubLimits } from '../../domain/versions/limits.js';

export interface ModelSearchQuery {
  readonly search: string;
  readonly filters: HubFilters;
  readonly sort: HubSort | undefined;
  readonly cursor: string | undefined;
}

export interface ModelsFound {
  /** In their order. */
  readonly ids: readonly string[];
  readonly total: number;
  /** With the first page. */
  readonly facets?: FoundFacets & { readonly tags: readonly FacetCount[] };
  readonly nextCursor: string | null;
}

/** AutoV2 has ten digits; fewer may be anything's. */
const HASH = /^[0-9a-f]{10,64}$/i;
const NOTHING: ModelsFound = { ids: [], total: 0, nextCursor: null };
/** Words that may be somebody's name, and how many users each may mean. */
const NAMES = 4;
const USERS_PER_NAME = 5;

/** Finds models that have all the words, or a hash; a word may also be the name that their creator shows now. */
@Injectable()
export class SearchModels {
  constructor(
    private readonly models: HubSearch,
    private readonly users: SearchUsers,
    private readonly hashes: Hashes,
    private readonly limits: HubLimits,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async run({ search, filters, sort, cursor }: ModelSearchQuery): Promise<ModelsFound> {
    const after = readCursor(cursor);
    const modelId = await this.ofHash(search.trim());
    const parts = modelId === undefined ? await this.partsOf(search) : [];
    // Signs alone are no words: nothing is found, rather than everything.
    if (parts.length === 0 && modelId === undefined && search.trim() !== '') return NOTHING;
    const wanted = { parts, filters: { ...filters, ...(modelId !== undefined && { modelId }) } };
    const limit = this.limits.hubPerPage;
    const order = sort ?? (parts.length > 0 ? 'relevance' : 'new');
    const [found, facets, tags] = await Promise.all([
      this.models.find(wanted, order, after, limit + 1),
      this.models.facets(wanted),
      after ? [] : this.models.tags(wanted, this.limits.tagFacets),
    ]);
    const { page, nextCursor } = pageOf(found, limit, (place) => place);
    const first = after ? {} : { facets: { ...facets, tags } };
    return { ids: page.map(({ id }) => id), total: facets.total, ...first, nextCursor };
  }

  /** A hash, whole or its first digits, leads to the model it is of; what is none of any model is a word as others are. */
  private async ofHash(search: string): Promise<string | undefined> {
    return HASH.test(search) ? (await this.hashes.find(search.toLowerCase()))?.modelId : undefined;
  }

  private async partsOf(search: string): Promise<SearchClause[]> {
    const words = [...new Set(search.split(/\s+/u))].map((word) => ({ word, terms: parseQuery(word) }));
    const asked = words.filter(({ terms }) => terms.length > 0);
    const named = await Promise.all(asked.slice(0, NAMES).map(({ word }) => this.namedLike(word)));
    return asked.map(({ terms }, index) => ({ terms, creatorIds: named[index] ?? [] }));
  }

  private async namedLike(word: string): Promise<string[]> {
    const name = word.replace(/^@/, '');
    if (Array.from(name).length < 2) return [];
    const wanted = { search: name, askerId: null, roomId: undefined, limit: USERS_PER_NAME };
    return (await this.users.run(wanted)).map(({ id }) => id);
  }
}
