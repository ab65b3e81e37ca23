import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type FollowPlace, Follows } from '../../domain/people/follows.js';
import type { PeopleTables } from './tables.js';

@Injectable()
export class SqlFollows extends Follows {
  constructor(private readonly database: Database) {
    super();
  }

  async add(personId: string, followedId: string, at: number): Promise<boolean> {
    if ((await this.between(personId, followedId)).follows) return false;
    await this.query.insertInto('follow').values({ person_id: personId, followed_id: followedId, at }).execute();
    return true;
  }

  async remove(personId: string, followedId: string): Promise<boolean> {
    const one = this.query.deleteFrom('follow').where('person_id', '=', personId);
    return (await one.where('followed_id', '=', followedId).executeTakeFirst()).numDeletedRows > 0n;
  }

  async between(personId: string, otherId: string): Promise<{ follows: boolean; back: boolean }> {
    const pair = [personId, otherId];
    const rows = await this.query
      .selectFrom('follow')
      .select('person_id')
      .where('person_id', 'in', pair)
      .where('followed_id', 'in', pair)
      .execute();
    const among = new Set(rows.map(({ person_id }) => person_id));
    return { follows: among.has(personId), back: among.has(otherId) };
  }

  countFollowed(personId: string): Promise<number> {
    return this.count('person_id', personId);
  }

  countFollowers(personId: string): Promise<number> {
    return this.count('followed_id', personId);
  }

  async followedIds(personId: string): Promise<string[]> {
    const mine = this.query.selectFrom('follow').select('followed_id').where('person_id', '=', personId);
    return (await mine.orderBy('at', 'desc').orderBy('followed_id', 'desc').execute()).map((row) => row.followed_id);
  }

  async followersAfter(personId: string, afterId: string, limit: number): Promise<string[]> {
    const theirs = this.query.selectFrom('follow').select('person_id').where('followed_id', '=', personId);
    const some = theirs.where('person_id', '>', afterId).orderBy('person_id').limit(limit);
    return (await some.execute()).map((row) => row.person_id);
  }

  async page(
    side: 'followers' | 'followed',
    personId: string,
    after: FollowPlace | null,
    limit: number,
  ): Promise<FollowPlace[]> {
    const [whose, other] =
      side === 'followers' ? (['followed_id', 'person_id'] as const) : (['person_id', 'followed_id'] as const);
    let rows = this.query
      .selectFrom('follow')
      .select(['at', `${other} as personId`])
      .where(whose, '=', personId);
    if (after) {
      rows = rows.where(({ eb, and, or }) =>
        or([eb('at', '<', after.at), and([eb('at', '=', after.at), eb(other, '<', after.personId)])]),
      );
    }
    const page = await rows.orderBy('at', 'desc').orderBy(other, 'desc').limit(limit).execute();
    return page.map((row) => ({ at: Number(row.at), personId: row.personId }));
  }

  async forget(personId: string): Promise<void> {
    await this.query.deleteFrom('follow').where('person_id', '=', personId).execute();
    await this.query.deleteFrom('follow').where('followed_id', '=', personId).execute();
  }

  private async count(column: 'person_id' | 'followed_id', personId: string): Promise<number> {
    const counted = this.query.selectFrom('follow').select(({ fn }) => fn.countAll<number>().as('count'));
    return Number((await counted.where(column, '=', personId).executeTakeFirstOrThrow()).count);
  }

  private get query() {
    return this.database.query<PeopleTables>();
  }
}
