import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

export interface PostViewRecord {
  readonly postId: string;
  readonly userId: string;
}

/** Which user viewed which post today. Days are counted from 1970, UTC. */
@Injectable()
export class PostViewLog {
  constructor(private readonly database: Database) {}

  /** The order of ids keeps nodes that write at once from deadlocking. */
  async add(
    day: number,
    views: readonly PostViewRecord[],
    anonymousViews: ReadonlyMap<string, number>,
  ): Promise<string[]> {
    const byPost = Map.groupBy(views, ({ postId }) => postId);
    const changedPostIds: string[] = [];
    for (const postId of [...new Set([...byPost.keys(), ...anonymousViews.keys()])].sort()) {
      const viewers = new Set((byPost.get(postId) ?? []).map(({ userId }) => userId));
      const newViews = (anonymousViews.get(postId) ?? 0) + (await this.addViewers(day, postId, [...viewers]));
      if (newViews > 0 && (await this.addViews(postId, newViews))) changedPostIds.push(postId);
    }
    return changedPostIds;
  }

  async deleteBefore(day: number): Promise<void> {
    await this.database.deleteFrom('post_view').where('day', '<', day).execute();
  }

  /** @returns how many of them are new */
  private async addViewers(day: number, postId: string, userIds: readonly string[]): Promise<number> {
    if (userIds.length === 0) return 0;
    const rows = userIds.map((userId) => ({ day, post_id: postId, user_id: userId }));
    const insert = this.database.insertInto('post_view').values(rows);
    return Number(
      (await this.database.ignoreExisting(insert).executeTakeFirstOrThrow()).numInsertedOrUpdatedRows ?? 0n,
    );
  }

  private async addViews(postId: string, newViews: number): Promise<boolean> {
    const { numUpdatedRows } = await this.database
      .updateTable('post')
      .set((row) => ({ views: row('views', '+', newViews) }))
      .where('id', '=', postId)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }
}
