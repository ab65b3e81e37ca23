import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type FollowCursor, Follows } from '../../domain/users/follows.js';
import type { UsersTables } from './tables.js';

@Injectable()
export class SqlFollows extends Follows {
  constructor(private readonly database: Database) {
    super();
  }

  async add(userId: string, followedId: string, at: number): Promise<boolean> {
    if ((await this.between(userId, followedId)).follows) return false;
    await this.query.insertInto('follow').values({ user_id: userId, followed_id: followedId, at }).execute();
    return true;
  }

  async remove(userId: string, followedId: string): Promise<boolean> {
    const one = this.query.deleteFrom('follow').where('user_id', '=', userId);
    return (await one.where('followed_id', '=', followedId).executeTakeFirst()).numDeletedRows > 0n;
  }

  async between(userId: string, otherId: string): Promise<{ follows: boolean; back: boolean }> {
    const pair = [userId, otherId];
    const rows = await this.query
      .selectFrom('follow')
      .select('user_id')
      .where('user_id', 'in', pair)
      .where('followed_id', 'in', pair)
      .execute();
    const among = new Set(rows.map(({ user_id }) => user_id));
    return { follows: among.has(userId), back: among.has(otherId) };
  }

  countFollowed(userId: string): Promise<number> {
    return this.count('user_id', userId);
  }

  countFollowers(userId: string): Promise<number> {
    return this.count('followed_id', userId);
  }

  async followedIds(userId: string): Promise<string[]> {
    const mine = this.query.selectFrom('follow').select('followed_id').where('user_id', '=', userId);
    return (await mine.orderBy('at', 'desc').orderBy('followed_id', 'desc').execute()).map((row) => row.followed_id);
  }

  async followersAfter(userId: string, afterId: string, limit: number): Promise<string[]> {
    const theirs = this.query.selectFrom('follow').select('user_id').where('followed_id', '=', userId);
    const some = theirs.where('user_id', '>', afterId).orderBy('user_id').limit(limit);
    return (await some.execute()).map((row) => row.user_id);
  }

  async page(
    side: 'followers' | 'followed',
    userId: string,
    after: FollowCursor | null,
    limit: number,
  ): Promise<FollowCursor[]> {
    const [whose, other] =
      side === 'followers' ? (['followed_id', 'user_id'] as const) : (['user_id', 'followed_id'] as const);
    let rows = this.query
      .selectFrom('follow')
      .select(['at', `${other} as personId`])
      .where(whose, '=', userId);
    if (after) {
      rows = rows.where(({ eb, and, or }) =>
        or([eb('at', '<', after.at), and([eb('at', '=', after.at), eb(other, '<', after.userId)])]),
      );
    }
    const page = await rows.orderBy('at', 'desc').orderBy(other, 'desc').limit(limit).execute();
    return page.map((row) => ({ at: Number(row.at), userId: row.personId }));
  }

  async forget(userId: string): Promise<void> {
    await this.query.deleteFrom('follow').where('user_id', '=', userId).execute();
    await this.query.deleteFrom('follow').where('followed_id', '=', userId).execute();
  }

  private async count(column: 'user_id' | 'followed_id', userId: string): Promise<number> {
    const counted = this.query.selectFrom('follow').select(({ fn }) => fn.countAll<number>().as('count'));
    return Number((await counted.where(column, '=', userId).executeTakeFirstOrThrow()).count);
  }

  private get query() {
    return this.database.query<UsersTables>();
  }
}
