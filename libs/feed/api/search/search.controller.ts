import { Controller, Query } from '@nestjs/common';
import {
  type SearchQuery,
  type SearchResults,
  ROUTES,
  type SuggestionList,
  type SuggestQuery,
} from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { viewerOf } from '../viewer.js';
import { SearchPresenter } from './search-presenter.js';
import { Suggestions } from './suggestions.js';

/** Search in posts, users, rooms, models, and tags. */
@Controller()
export class SearchController {
  constructor(
    private readonly presenter: SearchPresenter,
    private readonly suggestions: Suggestions,
  ) {}

  @Route('search')
  search(
    @Query({ schema: ROUTES.search.query }) query: SearchQuery,
    @OptionalUser() me: Identity | null,
  ): Promise<SearchResults> {
    return this.presenter.find(query, viewerOf(me));
  }

  @Route('suggest')
  async suggest(
    @Query({ schema: ROUTES.suggest.query }) { text }: z.infer<typeof SuggestQuery>,
    @OptionalUser() me: Identity | null,
  ): Promise<z.infer<typeof SuggestionList>> {
    return { suggestions: await this.suggestions.of(text, viewerOf(me)) };
  }
}
