import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type RawBuilder, sql } from 'kysely';
import { beginningsOf, type MadeWith } from '../../domain/posts/made-with.js';
import { type MadeBy, ModelUses, type Uses } from '../../domain/talk/model-uses.js';

@Injectable()
export class SqlModelUses extends ModelUses {
  constructor(private readonly database: Database) {
    super();
  }

  async since(made: MadeBy, since: number, named: number): Promise<Uses | null> {
    const { personId } = made;
    const apart = sql`exists (select 1 from block where (block.person_id = ${personId} and block.blocked_id = post.author_id)
      or (block.person_id = post.author_id and block.blocked_id = ${personId}))`;
    const theirs = sql`${madeWith(made)} and post.at >= ${since} and post.author_id <> ${personId} and not ${apart}`;
    const query = this.database.query();
    const { rows: people } = await sql<{
      id: string;
      pictures: number;
    }>`select post.author_id as id, count(*) as pictures
      from post where ${theirs} group by post.author_id order by max(post.at) desc, post.author_id`.execute(query);
    const { rows: newest } = await sql<{ id: string }>`select post.id from post where ${theirs}
      order by post.at desc, post.id desc limit 1`.execute(query);
    if (!newest[0]) return null;
    return {
      pictures: people.reduce((sum, { pictures }) => sum + Number(pictures), 0),
      people: people.length,
      peopleIds: people.slice(0, named).map(({ id }) => id),
      newestPostId: newest[0].id,
    };
  }

  async isKnownUser(
    made: MadeWith,
    { id, authorId }: { readonly id: string; readonly authorId: string },
    since: number,
  ): Promise<boolean> {
    const { rows } = await sql`select 1 from post where post.author_id = ${authorId} and post.at >= ${since}
      and post.id <> ${id} and ${madeWith(made)} limit 1`.execute(this.database.query());
    return rows.length > 0;
  }
}

const madeWith = ({ kind, hash }: MadeWith): RawBuilder<boolean> => {
  if (kind === 'lora') return sql`post.id in (select post_id from post_lora where post_lora.hash = ${hash})`;
  return sql`post.model_hash in (${sql.join(beginningsOf(hash))})`;
};
