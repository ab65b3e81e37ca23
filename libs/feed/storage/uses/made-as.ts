import { type RawBuilder, sql } from 'kysely';
import { beginningsOf, type MadeAs } from '../../domain/posts/made-with.js';

/** Of rows of `post` for a model and of `post_lora` for a LoRA: those that were made with it. */
export const madeAs = ({ kind, hash, notAs }: MadeAs, hashes = beginningsOf(hash)): RawBuilder<boolean> => {
  if (kind === 'lora') {
    const other = notAs === undefined ? sql`` : sql` and post_lora.lora_id <> ${notAs}`;
    return sql`post_lora.hash = ${hash}${other}`;
  }
  const other = notAs === undefined ? sql`` : sql` and (post.model_id is null or post.model_id <> ${notAs})`;
  return sql`post.model_hash in (${sql.join(hashes)})${other}`;
};
