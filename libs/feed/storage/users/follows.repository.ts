import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { FollowCursor } from '../../domain/users/follows.js';

/** Who follows whom. */
@Injectable()
export class FollowsRepository {
  constructor(private readonly database: Database) {}

  /** @returns whether it is new */
  async add(userId: string, followedId: string, at: number): Promise<boolean> {
    if ((await this.between(userId, followedId)).follows) return false;
    await this.database.insertInto('follow').values({ user_id: userId, followed_id: followedId, at }).execute();
    return true;
  }

  /** @returns whether it existed */
  async remove(userId: string, followedId: string): Promise<boolean> {
    const deletion = this.database.deleteFrom('follow').where('user_id', '=', userId);
    return (await deletion.where('followed_id', '=', followedId).executeTakeFirst()).numDeletedRows > 0n;
  }

  /** Whether the first user follows the second, and the other way round. */
  async between(userId: string, otherId: string): Promise<{ follows: boolean; followsBack: boolean }> {
    const pair = [userId, otherId];
    const rows = await this.database
      .selectFrom('follow')
      .select('user_id')
      .where('user_id', 'in', pair)
      .where('followed_id', 'in', pair)
      .execute();
    const followerIds = new Set(rows.map(({ user_id }) => user_id));
    return { follows: followerIds.has(userId), followsBack: followerIds.has(otherId) };
  }

  /** The users among some who follow another user. */
  async followersAmong(followedId: string, userIds: readonly string[]): Promise<string[]> {
    if (userIds.length === 0) return [];
    const rows = this.database.selectFrom('follow').select('user_id').where('followed_id', '=', followedId);
    return (await rows.where('user_id', 'in', userIds).execute()).map(({ user_id }) => user_id);
  }

  countFollowed(userId: string): Promise<number> {
    return this.count('user_id', userId);
  }

  countFollowers(userId: string): Promise<number> {
    return this.count('followed_id', userId);
  }

  /** Newest first. */
  async followedIds(userId: string): Promise<string[]> {
    const follows = this.database.selectFrom('follow').select('followed_id').where('user_id', '=', userId);
    return (await follows.orderBy('at', 'desc').orderBy('followed_id', 'desc').execute()).map((row) => row.followed_id);
  }

  /** Followers in the order of ids. */
  async followersAfter(userId: string, afterId: string, limit: number): Promise<string[]> {
    const followers = this.database.selectFrom('follow').select('user_id').where('followed_id', '=', userId);
    const page = followers.where('user_id', '>', afterId).orderBy('user_id').limit(limit);
    return (await page.execute()).map((row) => row.user_id);
  }

  /** How many follow a user since then, and the latest of them. */
  async newFollowers(followedId: string, since: number, limit: number): Promise<{ count: number; ids: string[] }> {
    const followers = this.database.selectFrom('follow').where('followed_id', '=', followedId).where('at', '>=', since);
    const row = await followers.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirst();
    const latest = followers.select('user_id').orderBy('at', 'desc').orderBy('user_id', 'desc').limit(limit);
    return { count: Number(row?.count ?? 0), ids: (await latest.execute()).map(({ user_id }) => user_id) };
  }

  /** Newest first. */
  async page(
    side: 'followers' | 'followed',
    userId: string,
    after: FollowCursor | null,
    limit: number,
  ): Promise<FollowCursor[]> {
    const [ownColumn, otherColumn] =
      side === 'followers' ? (['followed_id', 'user_id'] as const) : (['user_id', 'followed_id'] as const);
    let rows = this.database
      .selectFrom('follow')
      .select(['at', `${otherColumn} as userId`])
      .where(ownColumn, '=', userId);
    if (after) {
      rows = rows.where(({ eb, and, or }) =>
        or([eb('at', '<', after.at), and([eb('at', '=', after.at), eb(otherColumn, '<', after.userId)])]),
      );
    }
    const page = await rows.orderBy('at', 'desc').orderBy(otherColumn, 'desc').limit(limit).execute();
    return page.map((row) => ({ at: Number(row.at), userId: row.userId }));
  }

  /** Both directions. */
  async deleteOfUser(userId: string): Promise<void> {
    await this.database.deleteFrom('follow').where('user_id', '=', userId).execute();
    await this.database.deleteFrom('follow').where('followed_id', '=', userId).execute();
  }

  private async count(column: 'user_id' | 'followed_id', userId: string): Promise<number> {
    const query = this.database.selectFrom('follow').select(({ fn }) => fn.countAll<number>().as('count'));
    return Number((await query.where(column, '=', userId).executeTakeFirstOrThrow()).count);
  }
}
