import { type RawBuilder, sql } from 'kysely';
import { truncateTerm } from '../../domain/versions/search-terms.js';
import type { SearchClause } from '../../domain/versions/hub-search.js';

/** A creator's name counts a little less than tags and trigger words, and more than a description. */
const CREATOR_WEIGHT = 3;
/** Databases join no more than some sixty tables. */
const PARTS_AT_MOST = 16;
/** Of equally near ones the more used stands first: of so many uses at most. */
const USES_AT_MOST = 999_999;

const alias = (index: number) => sql.ref(`part${index}`);

/** `from hub_model as model` with what every part of the words leaves of them. */
export const searchFrom = (parts: readonly SearchClause[]): RawBuilder<unknown> => {
  const joined = parts
    .slice(0, PARTS_AT_MOST)
    .map((part, index) => sql`join (${havingPart(part)}) as ${alias(index)} on ${alias(index)}.model_id = model.id`);
  return sql`from hub_model as model ${sql.join(joined, sql` `)}`;
};

/** The greater the nearer: words of a name weigh least. */
export const relevance = (parts: readonly SearchClause[]): RawBuilder<number> => {
  const weights = parts.slice(0, PARTS_AT_MOST).map((_, index) => sql`${alias(index)}.weight`);
  const uses = sql`(model.image_count + model.likes)`;
  const used = sql`case when ${uses} > ${USES_AT_MOST} then ${USES_AT_MOST} else ${uses} end`;
  return weights.length === 0
    ? sql<number>`${used}`
    : sql<number>`(${used} - 1000000 * (${sql.join(weights, sql` + `)}))`;
};

/** Models that have all words of one part, or were made by one of its users; `weight` of the nearest. */
const havingPart = ({ terms, creatorIds }: SearchClause): RawBuilder<unknown> => {
  const whole = new Set(
    terms.flatMap((term) => (term.isPrefix ? term.tokens.slice(0, -1) : term.tokens)).map(truncateTerm),
  );
  const begun = terms.filter(({ isPrefix }) => isPrefix).map(({ tokens }) => truncateTerm(tokens.at(-1) ?? ''));
  const lists = [...(whole.size > 0 ? [withAll([...whole])] : []), ...begun.map(withBeginning)];
  const worded = sql`select list0.model_id, ${sum(lists.length)} as weight from ${sql.join(
    lists.map((list, index) =>
      index === 0
        ? sql`(${list}) as list0`
        : sql`join (${list}) as ${sql.ref(`list${index}`)} on ${sql.ref(`list${index}.model_id`)} = list0.model_id`,
    ),
    sql` `,
  )}`;
  if (creatorIds.length === 0) return worded;
  const made = sql`select id as model_id, ${CREATOR_WEIGHT} as weight from hub_model where creator_id in (${sql.join([...creatorIds])})`;
  return sql`select model_id, min(weight) as weight from (${worded} union all ${made}) as found group by model_id`;
};

const sum = (lists: number): RawBuilder<unknown> =>
  sql.join(
    Array.from({ length: lists }, (_, index) => sql.ref(`list${index}.weight`)),
    sql` + `,
  );

const withAll = (words: readonly string[]): RawBuilder<unknown> =>
  sql`select model_id, max(weight) as weight from hub_search_term where term in (${sql.join([...words])})
    group by model_id having count(*) = ${words.length}`;

/** Words are letters and digits: whatever begins so comes before this and a tilde. */
const withBeginning = (word: string): RawBuilder<unknown> =>
  sql`select model_id, min(weight) as weight from hub_search_term where term >= ${word} and term < ${`${word}~`} group by model_id`;
