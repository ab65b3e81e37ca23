import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { type ModelPost, ModelPosts } from '../../domain/model-posts/model-posts.js';
import { hashPrefixesOf, type UsedModelQuery } from '../../domain/posts/used-models-of.js';
import type { PostCursor } from '../../domain/posts/post-pages.js';
import { afterKeyset } from '../posts/post-list-queries.js';
import { usedModelCondition } from '../model-usage/used-model-condition.js';

/** So many versions are asked for in one statement: each is a few seeks in an index, and a statement holds only so many. */
const AT_ONCE = 20;

interface FoundRow {
  readonly at: number;
  readonly id: string;
  readonly author_id: string;
  readonly contentRating: string;
}

@Injectable()
export class SqlModelPosts extends ModelPosts {
  constructor(private readonly database: Database) {
    super();
  }

  async page(made: readonly UsedModelQuery[], after: PostCursor | null, limit: number): Promise<ModelPost[]> {
    const found = new Map<string, ModelPost>();
    for (let from = 0; from < made.length; from += AT_ONCE) {
      const some = await this.some(made.slice(from, from + AT_ONCE), after, limit);
      for (const one of some) found.set(one.id, one);
    }
    const newestFirst = [...found.values()].sort((a, b) => b.value - a.value || (a.id < b.id ? 1 : -1));
    return newestFirst.slice(0, limit);
  }

  private async some(made: readonly UsedModelQuery[], after: PostCursor | null, limit: number): Promise<ModelPost[]> {
    const lists = made.flatMap(listsOf);
    const each = lists.map(({ table, id, where }, n) => {
      const order = [`${table}.at`, `${table}.${id}`] as const;
      const place = after ? sql`and ${afterKeyset(order, '<', after)}` : sql``;
      const [at, postId] = order.map((column) => sql.ref(column));
      return sql`select * from (select distinct ${at} as at, ${postId} as id from ${sql.table(table)} where ${where} ${place}
        order by ${at} desc, ${postId} desc limit ${limit}) as ${sql.ref(`list_${n}`)}`;
    });
    const all = sql`select at, id from (${sql.join(each, sql` union `)}) as made order by at desc, id desc limit ${limit}`;
    const { rows } = await sql<FoundRow>`
      select made.at, made.id, post.author_id, post.content_rating from (${all}) as made join post on post.id = made.id`.execute(
      this.database.query(),
    );
    return rows.map(({ at, id, author_id: authorId, contentRating }) => ({
      ...{ value: Number(at), id, authorId, isForEverybody: contentRating === 'everyone' },
    }));
  }
}

/** Entries of an index, the newest first. */
interface List {
  readonly table: 'post' | 'post_lora';
  readonly id: 'id' | 'post_id';
  readonly where: RawBuilder<unknown>;
}

/** Those that know the whole hash are many, and stand in an index in their order; those that know a part of it are few. */
function listsOf(made: UsedModelQuery): List[] {
  if (made.kind === 'lora') return [{ table: 'post_lora', id: 'post_id', where: usedModelCondition(made) }];
  const parts = hashPrefixesOf(made.hash).slice(0, -1);
  return [
    { table: 'post', id: 'id', where: usedModelCondition(made, [made.hash]) },
    { table: 'post', id: 'id', where: usedModelCondition(made, parts) },
  ];
}
