import { Injectable } from '@nestjs/common';
import { afterKeyset, Database, type Tables } from '@visionary/platform/database';
import type { PostReaction, ReactingUsers } from '../../domain/posts/post-reactions.js';
import { notBlocked } from '../not-blocked.js';

/** (post, emoji) pairs in one condition. */
const BATCH_SIZE = 200;

const reactionOf = (row: Tables['post_reaction']): PostReaction => ({
  postId: row.post_id,
  userId: row.user_id,
  emoji: row.emoji,
  at: Number(row.at),
});

/** Reactions to posts, with a counter per emoji. Writes run inside a transaction that locks the post. */
@Injectable()
export class PostReactionsRepository {
  constructor(private readonly database: Database) {}

  /** Adds a reaction that the user hasn't given. @returns whether the emoji is new on the post */
  async add({ postId, userId, emoji, at }: PostReaction): Promise<boolean> {
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

  /** One user's reactions to a post, oldest first. */
  async by(userId: string, postId: string): Promise<PostReaction[]> {
    const rows = this.query.selectFrom('post_reaction').selectAll().where('post_id', '=', postId);
    return (await rows.where('user_id', '=', userId).orderBy('at').orderBy('emoji').execute()).map(reactionOf);
  }

  /** The different emoji on a post. */
  async emojisOf(postId: string): Promise<ReadonlySet<string>> {
    const rows = this.query.selectFrom('post_reaction_count').select('emoji').where('post_id', '=', postId);
    return new Set((await rows.execute()).map(({ emoji }) => emoji));
  }

  /** The users who reacted since then, without the author and blocked users: count and the latest of them. */
  async usersSince(postId: string, since: number, authorId: string, limit: number): Promise<ReactingUsers> {
    const visible = this.query
      .selectFrom('post_reaction')
      .where('post_id', '=', postId)
      .where('at', '>=', since)
      .where('user_id', '!=', authorId)
      .where(notBlocked(authorId, 'post_reaction.user_id'));
    const counted = visible.select(({ fn }) => fn.count<number>('user_id').distinct().as('users'));
    const last = visible.select(({ fn }) => ['user_id', fn.max('at').as('last')]).groupBy('user_id');
    return {
      count: Number((await counted.executeTakeFirstOrThrow()).users),
      ids: (await last.orderBy('last', 'desc').limit(limit).execute()).map(({ user_id }) => user_id),
    };
  }

  /** A page of one user's reactions, by post and emoji. */
  async ofUser(userId: string, after: Pick<PostReaction, 'postId' | 'emoji'>, limit: number) {
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

  /** Those of the posts that the user reacted to. */
  async reactedAmong(postIds: readonly string[], userId: string): Promise<ReadonlySet<string>> {
    if (postIds.length === 0) return new Set();
    const rows = this.query.selectFrom('post_reaction').select('post_id').distinct().where('user_id', '=', userId);
    return new Set((await rows.where('post_id', 'in', postIds).execute()).map(({ post_id }) => post_id));
  }

  async remove(reactions: readonly PostReaction[]): Promise<void> {
    for (let from = 0; from < reactions.length; from += BATCH_SIZE) {
      const some = reactions.slice(from, from + BATCH_SIZE);
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
    return this.database.query();
  }
}
