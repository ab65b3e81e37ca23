import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { type MadePost, MadePosts, type Used } from '../../domain/gallery/made-posts.js';
import type { PostPlace } from '../../domain/posts/post-pages.js';
import { beyond } from '../posts/post-lists.js';

/** So many versions are asked for in one statement: each is a few seeks in an index, and a statement holds only so many. */
const AT_ONCE = 20;
/** Pictures from elsewhere know as many digits of a hash, or more. */
const DIGITS_AT_LEAST = 10;

@Injectable()
export class SqlMadePosts extends MadePosts {
  constructor(private readonly database: Database) {
    super();
  }

  async page(used: readonly Used[], after: PostPlace | null, limit: number): Promise<MadePost[]> {
    const found = new Map<string, MadePost>();
    for (let from = 0; from < used.length; from += AT_ONCE) {
      const some = await this.some(used.slice(from, from + AT_ONCE), after, limit);
      for (const one of some) found.set(one.id, one);
    }
    const newestFirst = [...found.values()].sort((a, b) => b.value - a.value || (a.id < b.id ? 1 : -1));
    return newestFirst.slice(0, limit);
  }

  private async some(used: readonly Used[], after: PostPlace | null, limit: number): Promise<MadePost[]> {
    const lists = used.flatMap((one) => (one.kind === 'lora' ? ofLora(one) : ofModel(one)));
    const each = lists.map(({ table, id, where }, n) => {
      const order = [`${table}.at`, `${table}.${id}`] as const;
      const place = after ? sql`and ${beyond(order, '<', after)}` : sql``;
      const [at, postId] = order.map((column) => sql.ref(column));
      return sql`select * from (select ${at} as at, ${postId} as id from ${sql.table(table)} where ${where} ${place}
        order by ${at} desc, ${postId} desc limit ${limit}) as ${sql.ref(`list_${n}`)}`;
    });
    const all = sql`select at, id from (${sql.join(each, sql` union `)}) as made order by at desc, id desc limit ${limit}`;
    const { rows } = await sql<{ at: number; id: string; author_id: string }>`
      select made.at, made.id, post.author_id from (${all}) as made join post on post.id = made.id`.execute(
      this.database.query(),
    );
    return rows.map(({ at, id, author_id: authorId }) => ({ value: Number(at), id, authorId }));
  }
}

/** Entries of an index, the newest first. */
interface List {
  readonly table: 'post' | 'post_lora';
  readonly id: 'id' | 'post_id';
  readonly where: RawBuilder<unknown>;
}

function ofModel({ useId, hash }: Used): List[] {
  const post = { table: 'post', id: 'id' } as const;
  const digits = Array.from({ length: hash.length - DIGITS_AT_LEAST }, (_, more) =>
    hash.slice(0, DIGITS_AT_LEAST + more),
  );
  return [
    { ...post, where: sql`post.model_id = ${useId}` },
    { ...post, where: sql`post.model_hash = ${hash}` },
    { ...post, where: sql`post.model_hash in (${sql.join(digits)})` },
  ];
}

const ofLora = ({ useId, hash }: Used): List[] => [
  { table: 'post_lora', id: 'post_id', where: sql`post_lora.lora_id = ${useId}` },
  { table: 'post_lora', id: 'post_id', where: sql`post_lora.hash = ${hash}` },
];
