import { Injectable } from '@nestjs/common';
import { keyOf, type TermAction, type TermLanguage, type WordScope } from '../../domain/blocked-terms/blocked-term.js';
import type { PositionedTerm } from '../../domain/blocked-terms/term-list.js';
import { TermFilter } from './term-filter.js';

/** What is looked for; what is not said, is not asked for. */
export interface TermQuery {
  readonly search?: string | undefined;
  readonly category?: string | undefined;
  readonly language?: TermLanguage | undefined;
  readonly action?: TermAction | undefined;
  readonly scope?: WordScope | undefined;
  readonly from?: 'server' | 'users' | undefined;
}

export interface TermsFound {
  readonly terms: readonly PositionedTerm[];
  readonly found: number;
  readonly total: number;
}

/** Reads the lists, as they are on every node. */
@Injectable()
export class ListTerms {
  constructor(private readonly live: TermFilter) {}

  async page(query: TermQuery, page: number, perPage: number): Promise<TermsFound> {
    const all = await this.all();
    const found = all.filter(matching(query));
    return { terms: found.slice(page * perPage, (page + 1) * perPage), found: found.length, total: all.length };
  }

  /** By category, then as written. */
  async all(): Promise<readonly PositionedTerm[]> {
    await this.live.refresh();
    return this.live.shelf.all();
  }

  /** Of terms that are on the lists. */
  placed(ids: Iterable<string>): ReadonlyMap<string, PositionedTerm> {
    const wanted = new Set(ids);
    return new Map(this.live.shelf.all().flatMap((term) => (wanted.has(term.id) ? [[term.id, term]] : [])));
  }
}

const matching = ({ search, category, language, action, scope, from }: TermQuery) => {
  const key = search === undefined ? '' : keyOf(search);
  return (term: PositionedTerm): boolean =>
    (category === undefined || term.category === category) &&
    (language === undefined || term.language === language) &&
    (action === undefined || term.action === action) &&
    (scope === undefined || term.scopes.includes(scope)) &&
    (from === undefined || (term.byId === null) === (from === 'server')) &&
    (key === '' || keyOf(term.text).includes(key) || keyOf(term.note).includes(key));
};
