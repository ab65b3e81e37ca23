import { Injectable } from '@nestjs/common';
import type { EmojiCount } from '@visionary/contract';
import { afterKeyset, Database } from '@visionary/platform/database';

/** Reactions to comments. */
@Injectable()
export class CommentReactionsRepository {
  constructor(private readonly database: Database) {}

  /** @returns whether the reaction is new */
  async add(commentId: string, userId: string, emoji: string, at: number): Promise<boolean> {
    const known = this.query.selectFrom('comment_reaction').select('at').where('comment_id', '=', commentId);
    if (await known.where('user_id', '=', userId).where('emoji', '=', emoji).executeTakeFirst()) return false;
    const row = { comment_id: commentId, user_id: userId, emoji, at };
    await this.query.insertInto('comment_reaction').values(row).execute();
    return true;
  }

  /** @returns whether the reaction existed */
  async remove(commentId: string, userId: string, emoji: string): Promise<boolean> {
    const removed = this.query.deleteFrom('comment_reaction').where('comment_id', '=', commentId);
    const { numDeletedRows } = await removed
      .where('user_id', '=', userId)
      .where('emoji', '=', emoji)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** The most frequent emoji first. One query. */
  async of(commentIds: readonly string[]): Promise<ReadonlyMap<string, readonly EmojiCount[]>> {
    if (commentIds.length === 0) return new Map();
    const rows = await this.query
      .selectFrom('comment_reaction')
      .select(({ fn }) => ['comment_id', 'emoji', fn.countAll<number>().as('count')])
      .where('comment_id', 'in', commentIds)
      .groupBy(['comment_id', 'emoji'])
      .orderBy('count', 'desc')
      .orderBy('emoji')
      .execute();
    const byComment = Map.groupBy(rows, ({ comment_id }) => comment_id);
    return new Map(
      [...byComment].map(([id, given]) => [id, given.map(({ emoji, count }) => ({ emoji, count: Number(count) }))]),
    );
  }

  /** One user's reactions by comment, oldest first. One query. */
  async by(userId: string, commentIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (commentIds.length === 0) return new Map();
    const rows = await this.query
      .selectFrom('comment_reaction')
      .select(['comment_id', 'emoji'])
      .where('comment_id', 'in', commentIds)
      .where('user_id', '=', userId)
      .orderBy('at')
      .orderBy('emoji')
      .execute();
    const byComment = Map.groupBy(rows, ({ comment_id }) => comment_id);
    return new Map([...byComment].map(([id, given]) => [id, given.map(({ emoji }) => emoji)]));
  }

  async deleteOf(commentIds: readonly string[]): Promise<void> {
    if (commentIds.length === 0) return;
    await this.query.deleteFrom('comment_reaction').where('comment_id', 'in', commentIds).execute();
  }

  /** A page of one user's reactions, by comment and emoji. */
  async ofUser(userId: string, after: { commentId: string; emoji: string }, limit: number) {
    const rows = await this.query
      .selectFrom('comment_reaction')
      .select(['comment_id', 'emoji', 'at'])
      .where('user_id', '=', userId)
      .where(afterKeyset(['comment_id', 'emoji'], [after.commentId, after.emoji], 'asc'))
      .orderBy('comment_id')
      .orderBy('emoji')
      .limit(limit)
      .execute();
    return rows.map(({ comment_id: commentId, emoji, at }) => ({ commentId, emoji, at: Number(at) }));
  }

  /** Posts with comments that a user reacted to. */
  async postIdsOf(userId: string): Promise<string[]> {
    const rows = this.query.selectFrom('comment_reaction').innerJoin('comment', 'comment.id', 'comment_id');
    const theirs = rows.select('post_id').distinct().where('user_id', '=', userId);
    return (await theirs.execute()).map(({ post_id }) => post_id);
  }

  async deleteOfUser(userId: string): Promise<void> {
    await this.query.deleteFrom('comment_reaction').where('user_id', '=', userId).execute();
  }

  private get query() {
    return this.database.query();
  }
}
