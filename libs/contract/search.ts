import { z } from 'zod';
import { UserView } from './accounts.js';
import { LoraView, ModelView } from './models.js';
import { LIMITS } from './limits.js';
import { ContentRating, PostFilters, PostPage } from './posts.js';
import { Id, text } from './primitives.js';
import { RoomView } from './rooms.js';

export const SEARCH_SORTS = ['relevance', 'new', 'liked'] as const;
export type SearchSort = (typeof SEARCH_SORTS)[number];
export const SEARCH_KINDS = ['posts', 'users', 'rooms', 'models', 'tags'] as const;
export const SearchKind = z.enum(SEARCH_KINDS);
export type SearchKind = z.infer<typeof SearchKind>;

/**
 * Searches everything; LoRAs are listed with models. Without `kind`, the first few of each kind; with it, a page of
 * that kind.
 */
export const SearchQuery = PostFilters.extend({
  text: text(LIMITS.searchLength).default(''),
  kind: SearchKind.optional(),
  sort: z.enum(SEARCH_SORTS).default('relevance'),
  cursor: z.string().max(200).optional(),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

export const TagCount = z.strictObject({ tag: z.string(), count: z.number().int() }).meta({ id: 'TagCount' });
export type TagCount = z.infer<typeof TagCount>;

/**
 * `nextCursor` belongs to the requested kind. `posts.total` counts up to LIMITS.searchTotal. `posts.excerpts` holds the
 * matching part of the prompt by post, if neither title nor excerpt shows it.
 */
export const SearchResults = z
  .strictObject({
    posts: PostPage.extend({ total: z.number().int(), excerpts: z.record(Id, z.string()).optional() }),
    users: z.array(UserView),
    rooms: z.array(RoomView),
    models: z.array(ModelView),
    loras: z.array(LoraView),
    tags: z.array(TagCount),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'SearchResults' });
export type SearchResults = z.infer<typeof SearchResults>;

export const SuggestQuery = z.strictObject({ text: text(LIMITS.searchLength, 1) });
/** A completion while typing, at most LIMITS.suggestions. */
export const Suggestion = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...{ kind: z.literal('post'), id: Id, label: z.string(), previewUrl: z.string() },
      contentRating: ContentRating,
    }),
    z.strictObject({ kind: z.literal('user'), user: UserView }),
    z.strictObject({ kind: z.literal('room'), id: Id, label: z.string() }),
    z.strictObject({
      kind: z.enum(['model', 'lora']),
      id: z.string(),
      label: z.string(),
      creator: UserView.optional(),
    }),
    z.strictObject({ kind: z.literal('tag'), label: z.string(), count: z.number().int() }),
  ])
  .meta({ id: 'Suggestion' });
export type Suggestion = z.infer<typeof Suggestion>;
export const SuggestionList = z.strictObject({ suggestions: z.array(Suggestion) }).meta({ id: 'SuggestionList' });
