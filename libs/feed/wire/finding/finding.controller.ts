import { Controller, Header, Query } from '@nestjs/common';
import { type FindQuery, type Found, ROUTES, type SuggestionList, type SuggestQuery } from '@visionary/contract';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { z } from 'zod';
import { viewerOf } from '../viewer.js';
import { FoundViews } from './found-views.js';
import { Suggestions } from './suggestions.js';

/** One box over posts, people, rooms, models and tags. */
@Controller()
export class FindingController {
  constructor(
    private readonly found: FoundViews,
    private readonly suggestions: Suggestions,
  ) {}

  @Route('find')
  @Header('Cache-Control', 'no-store')
  find(@Query({ schema: ROUTES.find.query }) query: FindQuery, @MaybeSignedIn() me: Identity | null): Promise<Found> {
    return this.found.find(query, viewerOf(me));
  }

  @Route('suggest')
  @Header('Cache-Control', 'no-store')
  async suggest(
    @Query({ schema: ROUTES.suggest.query }) { text }: z.infer<typeof SuggestQuery>,
    @MaybeSignedIn() me: Identity | null,
  ): Promise<z.infer<typeof SuggestionList>> {
    return { suggestions: await this.suggestions.of(text, viewerOf(me)) };
  }
}
