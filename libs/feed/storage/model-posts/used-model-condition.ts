import { type RawBuilder, sql } from 'kysely';
import { hashPrefixesOf, type UsedModelQuery } from '../../domain/posts/used-models-of.js';

/** Matches rows of `post` for a model and of `post_addition` for an addition. */
export const usedModelCondition = (
  { kind, hash, excludeName }: UsedModelQuery,
  hashes = hashPrefixesOf(hash),
): RawBuilder<boolean> => {
  if (kind !== 'model') {
    const exclusion = excludeName === undefined ? sql`` : sql` and post_addition.addition_id <> ${excludeName}`;
    return sql`post_addition.hash = ${hash} and post_addition.kind = ${kind}${exclusion}`;
  }
  const exclusion =
    excludeName === undefined ? sql`` : sql` and (post.model_id is null or post.model_id <> ${excludeName})`;
  return sql`post.model_hash in (${sql.join(hashes)})${exclusion}`;
};
