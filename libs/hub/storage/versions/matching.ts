import { type RawBuilder, sql } from 'kysely';
import { truncateTerm } from '../../domain/versions/search-terms.js';
import type { SearchClause } from '../../domain/versions/hub-search.js';

/** A creator's name counts a little less than tags and trigger words, and more than a description. */
const CREATOR_WEIGHT = 3;
/** Databases join at most about sixty tables. */
const MAX_CLAUSES = 16;
/** Breaks ties by usage, up to this number. */
const MAX_USES = 999_999;

const alias = (index: number) => sql.ref(`clause${index}`);

/** `from hub_model as model`, joined with the matches of every clause. */
export const searchFrom = (clauses: readonly SearchClause[]): RawBuilder<unknown> => {
  const joins = clauses
    .slice(0, MAX_CLAUSES)
    .map((clause, index) => sql`join (${matchesOf(clause)}) as ${alias(index)} on ${alias(index)}.model_id = model.id`);
  return sql`from hub_model as model ${sql.join(joins, sql` `)}`;
};

/** Higher is more relevant. Words of a name have the lowest weight. */
export const relevance = (clauses: readonly SearchClause[]): RawBuilder<number> => {
  const weights = clauses.slice(0, MAX_CLAUSES).map((_, index) => sql`${alias(index)}.weight`);
  const uses = sql`(model.image_count + model.likes)`;
  const cappedUses = sql`case when ${uses} > ${MAX_USES} then ${MAX_USES} else ${uses} end`;
  return weights.length === 0
    ? sql<number>`${cappedUses}`
    : sql<number>`(${cappedUses} - 1000000 * (${sql.join(weights, sql` + `)}))`;
};

/** Models that match a clause, with the weight of the best match. */
const matchesOf = ({ terms, creatorIds }: SearchClause): RawBuilder<unknown> => {
  const words = new Set(
    terms.flatMap((term) => (term.isPrefix ? term.tokens.slice(0, -1) : term.tokens)).map(truncateTerm),
  );
  const prefixes = terms.filter(({ isPrefix }) => isPrefix).map(({ tokens }) => truncateTerm(tokens.at(-1) ?? ''));
  const lists = [...(words.size > 0 ? [modelsWithAll([...words])] : []), ...prefixes.map(modelsWithPrefix)];
  const byWords = sql`select list0.model_id, ${sumOfWeights(lists.length)} as weight from ${sql.join(
    lists.map((list, index) =>
      index === 0
        ? sql`(${list}) as list0`
        : sql`join (${list}) as ${sql.ref(`list${index}`)} on ${sql.ref(`list${index}.model_id`)} = list0.model_id`,
    ),
    sql` `,
  )}`;
  if (creatorIds.length === 0) return byWords;
  const byCreator = sql`select id as model_id, ${CREATOR_WEIGHT} as weight from hub_model where creator_id in (${sql.join([...creatorIds])})`;
  return sql`select model_id, min(weight) as weight from (${byWords} union all ${byCreator}) as clause_match group by model_id`;
};

const sumOfWeights = (lists: number): RawBuilder<unknown> =>
  sql.join(
    Array.from({ length: lists }, (_, index) => sql.ref(`list${index}.weight`)),
    sql` + `,
  );

const modelsWithAll = (words: readonly string[]): RawBuilder<unknown> =>
  sql`select model_id, max(weight) as weight from hub_search_term where term in (${sql.join([...words])})
    group by model_id having count(*) = ${words.length}`;

/** Words are letters and digits, which sort before a tilde. */
const modelsWithPrefix = (word: string): RawBuilder<unknown> =>
  sql`select model_id, min(weight) as weight from hub_search_term where term >= ${word} and term < ${`${word}~`} group by model_id`;
