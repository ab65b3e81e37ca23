import { SLOTS } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { SearchFilters } from '../../domain/search/post-search.js';
import { keysetCondition } from '../posts/post-list-queries.js';
import type { TierSearch } from './post-word-table.js';

/** Filter conditions on `post`. */
export const filterConditions = ({ filters }: Pick<TierSearch, 'filters'>): RawBuilder<unknown>[] => [
  sql`post.search_row_number is not null`,
  ...conditionsFor(filters),
];

export const EVERYONE_ONLY = sql`post.content_rating = 'everyone'`;

const conditionsFor = ({
  tag,
  model,
  scheduler,
  authorId,
  forEveryone = false,
  ...additions
}: SearchFilters): RawBuilder<unknown>[] => [
  ...(authorId === undefined ? [] : [sql`post.author_id = ${authorId}`]),
  ...(forEveryone ? [EVERYONE_ONLY] : []),
  ...(model === undefined ? [] : [sql`post.model_id = ${model}`]),
  ...(scheduler === undefined ? [] : [sql`post.scheduler = ${scheduler}`]),
  ...Object.entries(additions).flatMap(([kind, id]) =>
    id === undefined
      ? []
      : [
          sql`exists (select 1 from post_addition where post_addition.post_id = post.id
            and post_addition.kind = ${kind} and post_addition.addition_id = ${id})`,
        ],
  ),
  ...(tag === undefined
    ? []
    : [sql`exists (select 1 from post_tag where post_tag.tag = ${tag} and post_tag.post_id = post.id)`]),
];

/** The time cursor of a row number. */
export const timeOf = ({ value, id }: NonNullable<TierSearch['after']>) => ({ value: Math.floor(value / SLOTS), id });

/** An order with an index. Row numbers are unique, likes are not. */
export interface PostOrder {
  readonly value: RawBuilder<number>;
  readonly orderBy: RawBuilder<unknown>;
  after(cursor: TierSearch['after']): RawBuilder<unknown>[];
}

/** Row numbers contain the time, so this is the order of time and id. */
const NUMBER: PostOrder = {
  value: sql`post.search_row_number`,
  orderBy: sql`post.at desc, post.id desc`,
  after: (cursor) => (cursor ? [keysetCondition(['post.at', 'post.id'], '<', timeOf(cursor))] : []),
};
const LIKES: PostOrder = {
  value: sql`post.likes`,
  orderBy: sql`post.likes desc, post.id desc`,
  after: (cursor) =>
    cursor ? [sql`(post.likes < ${cursor.value} or (post.likes = ${cursor.value} and post.id < ${cursor.id}))`] : [],
};

export const orderOf = (order: TierSearch['order']): PostOrder => (order === 'number' ? NUMBER : LIKES);
