import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import type { PostCursor } from '../../domain/posts/post-pages.js';
import {
  hashPrefixesOf,
  type ModelPost,
  type UsedModel,
  type UsedModelQuery,
} from '../../domain/posts/used-models-of.js';
import { keysetCondition } from '../posts/post-list-queries.js';
import { isVisiblePost } from '../posts/visible-post.js';
import { usedModelCondition } from './used-model-condition.js';

/** Versions per statement: each adds a few index seeks, and a statement holds a limited number of values. */
const BATCH_SIZE = 20;

/** What other users published with a model or addition. */
export interface ModelUsage {
  readonly images: number;
  readonly users: number;
  /** The latest of the users. */
  readonly userIds: readonly string[];
  readonly newestPostId: string;
}

interface PageRow {
  readonly at: number;
  readonly id: string;
  readonly author_id: string;
  readonly rating: string;
}

/** Published images by the models and additions they were made with. */
@Injectable()
export class ModelPostsRepository {
  constructor(private readonly database: Database) {}

  /** Images made with any of these, each once, newest first. @param models by full SHA-256 */
  async page(models: readonly UsedModelQuery[], after: PostCursor | null, limit: number): Promise<ModelPost[]> {
    const posts = new Map<string, ModelPost>();
    for (let from = 0; from < models.length; from += BATCH_SIZE) {
      const batch = await this.pageOf(models.slice(from, from + BATCH_SIZE), after, limit);
      for (const post of batch) posts.set(post.id, post);
    }
    const newestFirst = [...posts.values()].sort((a, b) => b.value - a.value || (a.id < b.id ? 1 : -1));
    return newestFirst.slice(0, limit);
  }

  /** Counts each image once. @param models by full SHA-256; images with a hash prefix count, too */
  async count(models: readonly UsedModelQuery[]): Promise<number> {
    if (models.length === 0) return 0;
    if (models.length <= BATCH_SIZE) {
      const query = sql<{ images: number }>`select count(*) as images from (${postIdsWith(models)}) as used_post`;
      return Number((await query.execute(this.database.query())).rows[0]?.images ?? 0);
    }
    const postIds = new Set<string>();
    for (let from = 0; from < models.length; from += BATCH_SIZE) {
      const { rows } = await sql<{ id: string }>`${postIdsWith(models.slice(from, from + BATCH_SIZE))}`.execute(
        this.database.query(),
      );
      for (const { id } of rows) postIds.add(id);
    }
    return postIds.size;
  }

  /** What others, without blocked users, published with it since then. @returns null for nothing */
  async usageSince(
    model: UsedModel & { readonly userId: string },
    since: number,
    maxUserIds: number,
  ): Promise<ModelUsage | null> {
    const { userId } = model;
    const isBlocked = sql`exists (select 1 from block where (block.user_id = ${userId} and block.blocked_id = post.author_id)
      or (block.user_id = post.author_id and block.blocked_id = ${userId}))`;
    const condition = sql`${postUsesModel(model)} and post.at >= ${since} and post.author_id <> ${userId} and not ${isBlocked}
      and ${isVisiblePost('post.id')}`;
    const { rows: users } = await sql<{
      id: string;
      images: number;
    }>`select post.author_id as id, count(*) as images
      from post where ${condition} group by post.author_id order by max(post.at) desc, post.author_id`.execute(
      this.database.query(),
    );
    const { rows: newest } = await sql<{ id: string }>`select post.id from post where ${condition}
      order by post.at desc, post.id desc limit 1`.execute(this.database.query());
    if (!newest[0]) return null;
    return {
      images: users.reduce((sum, { images }) => sum + Number(images), 0),
      users: users.length,
      userIds: users.slice(0, maxUserIds).map(({ id }) => id),
      newestPostId: newest[0].id,
    };
  }

  /** Whether the author of a post published another image with the model since then. */
  async isKnownUser(
    model: UsedModel,
    { id, authorId }: { readonly id: string; readonly authorId: string },
    since: number,
  ): Promise<boolean> {
    const { rows } = await sql`select 1 from post where post.author_id = ${authorId} and post.at >= ${since}
      and post.id <> ${id} and ${postUsesModel(model)} and ${isVisiblePost('post.id')} limit 1`.execute(
      this.database.query(),
    );
    return rows.length > 0;
  }

  private async pageOf(
    models: readonly UsedModelQuery[],
    after: PostCursor | null,
    limit: number,
  ): Promise<ModelPost[]> {
    const scans = models.flatMap(indexScansOf).map(({ table, id, where }, n) => {
      const order = [`${table}.at`, `${table}.${id}`] as const;
      const afterCursor = after ? sql`and ${keysetCondition(order, '<', after)}` : sql``;
      const [at, postId] = order.map((column) => sql.ref(column));
      return sql`select * from (select distinct ${at} as at, ${postId} as id from ${sql.table(table)} where ${where} ${afterCursor}
        and ${isVisiblePost(order[1])}
        order by ${at} desc, ${postId} desc limit ${limit}) as ${sql.ref(`scan_${n}`)}`;
    });
    const newest = sql`select at, id from (${sql.join(scans, sql` union `)}) as scanned order by at desc, id desc limit ${limit}`;
    const { rows } = await sql<PageRow>`select used_post.at, used_post.id, post.author_id, post.content_rating as rating
      from (${newest}) as used_post join post on post.id = used_post.id`.execute(this.database.query());
    return rows.map(({ at, id, author_id: authorId, rating }) => ({
      value: Number(at),
      id,
      authorId,
      isForEveryone: rating === 'everyone',
    }));
  }
}

/** A scan along one index, newest first. */
interface IndexScan {
  readonly table: 'post' | 'post_addition';
  readonly id: 'id' | 'post_id';
  readonly where: RawBuilder<unknown>;
}

/** Images with the full hash are many and come in order from an index. Images with a hash prefix are few. */
function indexScansOf(model: UsedModelQuery): IndexScan[] {
  if (model.kind !== 'model') return [{ table: 'post_addition', id: 'post_id', where: usedModelCondition(model) }];
  const prefixes = hashPrefixesOf(model.hash).slice(0, -1);
  return [
    { table: 'post', id: 'id', where: usedModelCondition(model, [model.hash]) },
    { table: 'post', id: 'id', where: usedModelCondition(model, prefixes) },
  ];
}

const postIdsWith = (models: readonly UsedModelQuery[]) => {
  const selections = models.map((model) =>
    model.kind === 'model'
      ? sql`select post.id as id from post where ${usedModelCondition(model)} and ${isVisiblePost('post.id')}`
      : sql`select post_addition.post_id as id from post_addition
          where ${usedModelCondition(model)} and ${isVisiblePost('post_addition.post_id')}`,
  );
  // A union removes duplicates; a single selection may contain some.
  return selections.length === 1
    ? sql`select distinct id from (${selections[0]}) as used_post`
    : sql.join(selections, sql` union `);
};

const postUsesModel = (model: UsedModel): RawBuilder<boolean> =>
  model.kind === 'model'
    ? sql`post.model_hash in (${sql.join(hashPrefixesOf(model.hash))})`
    : sql`post.id in (select post_id from post_addition where ${usedModelCondition(model)})`;
