import { type RawBuilder, sql } from 'kysely';
import { hashPrefixesOf, type UsedModelQuery } from '../../domain/posts/used-models-of.js';

/** Matches rows of `post` for a model and of `post_lora` for a LoRA. */
export const usedModelCondition = (
  { kind, hash, excludeNames }: UsedModelQuery,
  hashes = hashPrefixesOf(hash),
): RawBuilder<boolean> => {
  if (kind === 'lora') {
    const other = excludeNames === undefined ? sql`` : sql` and post_lora.lora_id <> ${excludeNames}`;
    return sql`post_lora.hash = ${hash}${other}`;
  }
  const other =
    excludeNames === undefined ? sql`` : sql` and (post.model_id is null or post.model_id <> ${excludeNames})`;
  return sql`post.model_hash in (${sql.join(hashes)})${other}`;
};
