import type { Row } from '@visionary/platform/database';
import { createHash } from 'node:crypto';
import { toIdToken, tokenize } from '@visionary/kernel';
import {
  EVERY,
  type SearchFilters,
  type SearchCursor,
  type PostSearch,
  type SearchClause,
} from '../../domain/search/post-search.js';

/** Searched columns. */
export const SEARCHED = [
  ...(['id', 'search_row_number', 'at', 'author_id', 'title', 'description', 'tags', 'prompt'] as const),
  ...(['model_id', 'model_name', 'scheduler'] as const),
] as const satisfies readonly (keyof Row<'post'>)[];
export type SearchedPost = Pick<Row<'post'>, (typeof SEARCHED)[number]> & { readonly loraIds: readonly string[] };

/** Tokens of a post. `head`: title, tags, and author. `facets`: filters. */
export interface PostTokens {
  readonly head: string;
  readonly body: string;
  readonly facets: string;
}

/** Hashes ids and names of any length into single tokens. */
const facet = (kind: 't' | 'm' | 'l' | 's', name: string): string =>
  kind + createHash('sha256').update(name).digest('hex').slice(0, 16);

const tokensOf = (texts: readonly string[]): string[] => texts.flatMap((text) => [...tokenize(text), EVERY]);

export function postTokens(post: SearchedPost): PostTokens {
  const tags = JSON.parse(post.tags) as string[];
  const facets = [
    ...tags.map((tag) => facet('t', tag)),
    ...(post.model_id === null ? [] : [facet('m', post.model_id)]),
    ...post.loraIds.map((id) => facet('l', id)),
    ...(post.scheduler === null ? [] : [facet('s', post.scheduler)]),
  ];
  return {
    head: [toIdToken('a', post.author_id), ...tokensOf([post.title, ...tags])].join(' '),
    body: tokensOf([post.description, post.prompt, post.model_name ?? '']).join(' '),
    facets: [EVERY, ...facets].join(' '),
  };
}

export const facetTokens = ({ tag, model, lora, scheduler, authorId }: SearchFilters): string[] => [
  ...(tag === undefined ? [] : [facet('t', tag)]),
  ...(model === undefined ? [] : [facet('m', model)]),
  ...(lora === undefined ? [] : [facet('l', lora)]),
  ...(scheduler === undefined ? [] : [facet('s', scheduler)]),
  ...(authorId === undefined ? [] : [toIdToken('a', authorId)]),
];

export const authorTokens = ({ authorIds }: SearchClause): string[] => authorIds.map((id) => toIdToken('a', id));

/** A search of one tier in one order. */
export interface TierSearch extends Pick<PostSearch, 'clauses' | 'filters' | 'limit'> {
  /** 'all': both tiers as one. */
  readonly tier: 0 | 1 | 'all';
  readonly order: 'number' | 'likes';
  readonly after: Pick<SearchCursor, 'value' | 'id'> | null;
}

/** The full-text table of one dialect: `post_search`, by row number. */
export interface PostWordTable {
  /** @returns false when the number is taken */
  insert(number: number, tokens: PostTokens): Promise<boolean>;
  remove(numbers: readonly number[]): Promise<void>;
  /** Highest value first, then highest id. */
  find(search: TierSearch): Promise<{ readonly value: number; readonly id: string }[]>;
  count(search: Pick<PostSearch, 'clauses' | 'filters'>, atMost: number): Promise<number>;
}
