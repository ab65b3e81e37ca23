import { type RawBuilder, sql, type SqlBool } from 'kysely';

/**
 * Whether a post is not hidden. Every list of posts has this condition.
 * @param column holds the id of the post. Hidden posts are few, so they are looked up in their index and no list reads its posts.
 */
export const isVisiblePost = (column: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(column)} not in (select hidden.id from post as hidden where hidden.hidden_at is not null)`;
