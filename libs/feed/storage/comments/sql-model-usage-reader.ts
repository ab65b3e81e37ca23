import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { hashPrefixesOf, type UsedModel } from '../../domain/posts/used-models-of.js';
import {
  type CreditedModel,
  ModelUsageReader,
  type ModelUsageStats,
} from '../../domain/comments/model-usage-reader.js';

@Injectable()
export class SqlModelUsageReader extends ModelUsageReader {
  constructor(private readonly database: Database) {
    super();
  }

  async since(made: CreditedModel, since: number, named: number): Promise<ModelUsageStats | null> {
    const { userId } = made;
    const apart = sql`exists (select 1 from block where (block.user_id = ${userId} and block.blocked_id = post.author_id)
      or (block.user_id = post.author_id and block.blocked_id = ${userId}))`;
    const theirs = sql`${usedModelsOf(made)} and post.at >= ${since} and post.author_id <> ${userId} and not ${apart}`;
    const query = this.database.query();
    const { rows: users } = await sql<{
      id: string;
      images: number;
    }>`select post.author_id as id, count(*) as pictures
      from post where ${theirs} group by post.author_id order by max(post.at) desc, post.author_id`.execute(query);
    const { rows: newest } = await sql<{ id: string }>`select post.id from post where ${theirs}
      order by post.at desc, post.id desc limit 1`.execute(query);
    if (!newest[0]) return null;
    return {
      images: users.reduce((sum, { images }) => sum + Number(images), 0),
      users: users.length,
      userIds: users.slice(0, named).map(({ id }) => id),
      newestPostId: newest[0].id,
    };
  }

  async isKnownUser(
    made: UsedModel,
    { id, authorId }: { readonly id: string; readonly authorId: string },
    since: number,
  ): Promise<boolean> {
    const { rows } = await sql`select 1 from post where post.author_id = ${authorId} and post.at >= ${since}
      and post.id <> ${id} and ${usedModelsOf(made)} limit 1`.execute(this.database.query());
    return rows.length > 0;
  }
}

const usedModelsOf = ({ kind, hash }: UsedModel): RawBuilder<boolean> => {
  if (kind === 'lora') return sql`post.id in (select post_id from post_lora where post_lora.hash = ${hash})`;
  return sql`post.model_hash in (${sql.join(hashPrefixesOf(hash))})`;
};
