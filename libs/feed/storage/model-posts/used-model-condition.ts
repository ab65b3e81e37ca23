import { type RawBuilder, sql } from 'kysely';
import { hashPrefixesOf, type UsedModelQuery } from '../../domain/posts/used-models-of.js';

/** Matches rows of `post` for a model and of `post_lora` for a LoRA. */
export const usedModelCondition = (
  { kind, hash, excludeName }: UsedModelQuery,
  hashes = hashPrefixesOf(hash),
): RawBuilder<boolean> => {
  if (kind === 'lora') {
    const exclusion = excludeName === undefined ? sql`` : sql` and post_lora.lora_id <> ${excludeName}`;
    return sql`post_lora.hash = ${hash}${exclusion}`;
  }
  const exclusion =
    excludeName === undefined ? sql`` : sql` and (post.model_id is null or post.model_id <> ${excludeName})`;
  return sql`post.model_hash in (${sql.join(hashes)})${exclusion}`;
};
