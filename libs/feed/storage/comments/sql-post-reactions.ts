import { Injectable } from '@nestjs/common';
import { afterKeyset, Database } from '@visionary/platform/database';
import { type Givers, type PostReaction, PostReactions } from '../../domain/comments/post-reactions.js';
import { notBlocked } from './not-blocked.js';
import type { CommentTables } from './tables.js';

/** So many (post, emoji) pairs stand in one condition. */
const PAIRS_AT_ONCE = 200;

const reactionOf = (row: CommentTables['post_reaction']): PostReaction => ({
  postId: row.post_id,
  userId: row.user_id,
  emoji: row.emoji,
  at: Number(row.at),
});

@Injectable()
export class SqlPostReactions extends PostReactions {
  constructor(private readonly database: Database) {
    super();
  }

  async give({ postId, userId, emoji, at }: PostReaction): Promise<boolean> {
    await this.query.insertInto('post_reaction').values({ post_id: postId, user_id: userId, emoji, at }).execute();
    const counted = this.query.updateTable('post_reaction_count').set((row) => ({ count: row('count', '+', 1) }));
    const { numUpdatedRows } = await counted
      .where('post_id', '=', postId)
      .where('emoji', '=', emoji)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return false;
    await this.query.insertInto('post_reaction_count').values({ post_id: postId, emoji, count: 1 }).execute();
    return true;
  }

  async by(userId: string, postId: string): Promise<PostReaction[]> {
    const rows = this.query.selectFrom('post_reaction').selectAll().where('post_id', '=', postId);
    return (await rows.where('user_id', '=', userId).orderBy('at').orderBy('emoji').execute()).map(reactionOf);
  }

  async kindsOf(postId: string): Promise<ReadonlySet<string>> {
    const rows = this.query.selectFrom('post_reaction_count').select('emoji').where('post_id', '=', postId);
    return new Set((await rows.execute()).map(({ emoji }) => emoji));
  }

  async givers(postId: string, since: number, authorId: string, limit: number): Promise<Givers> {
    const heard = this.query
      .selectFrom('post_reaction')
      .where('post_id', '=', postId)
      .where('at', '>=', since)
      .where('user_id', '!=', authorId)
      .where(notBlocked(authorId, 'post_reaction.user_id'));
    const counted = heard.select(({ fn }) => fn.count<number>('user_id').distinct().as('people'));
    const last = heard.select(({ fn }) => ['user_id', fn.max('at').as('last')]).groupBy('user_id');
    return {
      count: Number((await counted.executeTakeFirstOrThrow()).people),
      ids: (await last.orderBy('last', 'desc').limit(limit).execute()).map(({ user_id }) => user_id),
    };
  }

  async givenBy(userId: string, after: Pick<PostReaction, 'postId' | 'emoji'>, limit: number) {
    const rows = await this.query
      .selectFrom('post_reaction')
      .selectAll()
      .where('user_id', '=', userId)
      .where(afterKeyset(['post_id', 'emoji'], [after.postId, after.emoji], 'asc'))
      .orderBy('post_id')
      .orderBy('emoji')
      .limit(limit)
      .execute();
    return rows.map(reactionOf);
  }

  async postsOf(userId: string): Promise<string[]> {
    const rows = this.query.selectFrom('post_reaction').select('post_id').distinct().where('user_id', '=', userId);
    return (await rows.execute()).map(({ post_id }) => post_id);
  }

  async forget(reactions: readonly PostReaction[]): Promise<void> {
    for (let from = 0; from < reactions.length; from += PAIRS_AT_ONCE) {
      const some = reactions.slice(from, from + PAIRS_AT_ONCE);
      await this.query
        .updateTable('post_reaction_count')
        .set((row) => ({ count: row('count', '-', 1) }))
        .where(({ or, and, eb }) =>
          or(some.map(({ postId, emoji }) => and([eb('post_id', '=', postId), eb('emoji', '=', emoji)]))),
        )
        .execute();
      const postIds = [...new Set(some.map(({ postId }) => postId))];
      await this.query
        .deleteFrom('post_reaction_count')
        .where('post_id', 'in', postIds)
        .where('count', '<=', 0)
        .execute();
      await this.query
        .deleteFrom('post_reaction')
        .where(({ or, and, eb }) =>
          or(
            some.map(({ postId, userId, emoji }) =>
              and([eb('post_id', '=', postId), eb('user_id', '=', userId), eb('emoji', '=', emoji)]),
            ),
          ),
        )
        .execute();
    }
  }

  private get query() {
    return this.database.query<CommentTables>();
  }
}
