import { z } from 'zod';
import { PersonView } from './accounts.js';
import { LoraView, ModelView } from './generation.js';
import { LIMITS } from './limits.js';
import { Maturity, PostFilters, PostPage } from './posts.js';
import { Id, text } from './primitives.js';
import { RoomView } from './rooms.js';

export const FIND_SORTS = ['relevance', 'new', 'liked'] as const;
export const FOUND_KINDS = ['posts', 'people', 'rooms', 'models', 'tags'] as const;
export const FoundKind = z.enum(FOUND_KINDS);
export type FoundKind = z.infer<typeof FoundKind>;

/** One box over everything; LoRAs stand with the models. Without `kind` the first few of each; with it a page of those. */
export const FindQuery = PostFilters.extend({
  text: text(LIMITS.searchLength).default(''),
  kind: FoundKind.optional(),
  sort: z.enum(FIND_SORTS).default('relevance'),
  cursor: z.string().max(200).optional(),
});
export type FindQuery = z.infer<typeof FindQuery>;

export const TagCount = z.strictObject({ tag: z.string(), count: z.number().int() }).meta({ id: 'TagCount' });
export type TagCount = z.infer<typeof TagCount>;

/**
 * `nextCursor` of the kind that was asked for; `posts.total` counts at most to LIMITS.searchTotal. `posts.excerpts`: of the
 * prompt what was looked for, by post, where neither title nor the prompt's beginning shows it.
 */
export const Found = z
  .strictObject({
    posts: PostPage.extend({ total: z.number().int(), excerpts: z.record(Id, z.string()).optional() }),
    people: z.array(PersonView),
    rooms: z.array(RoomView),
    models: z.array(ModelView),
    loras: z.array(LoraView),
    tags: z.array(TagCount),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Found' });
export type Found = z.infer<typeof Found>;

export const SuggestQuery = z.strictObject({ text: text(LIMITS.searchLength, 1) });
/** What somebody may mean while they type: at most LIMITS.suggestions. `previewUrl` of a post, `person` of a person. */
export const Suggestion = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...{ kind: z.literal('post'), id: Id, label: z.string(), previewUrl: z.string() },
      maturity: Maturity,
    }),
    z.strictObject({ kind: z.literal('person'), person: PersonView }),
    z.strictObject({ kind: z.literal('room'), id: Id, label: z.string() }),
    z.strictObject({
      kind: z.enum(['model', 'lora']),
      id: z.string(),
      label: z.string(),
      maker: PersonView.optional(),
    }),
    z.strictObject({ kind: z.literal('tag'), label: z.string(), count: z.number().int() }),
  ])
  .meta({ id: 'Suggestion' });
export type Suggestion = z.infer<typeof Suggestion>;
export const SuggestionList = z.strictObject({ suggestions: z.array(Suggestion) }).meta({ id: 'SuggestionList' });
