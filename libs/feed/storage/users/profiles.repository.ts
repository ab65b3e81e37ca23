import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { PostOfUser, ProfileCounts } from '../../domain/users/profiles.js';
import type { PostTables } from '../posts/tables.js';

type CountsRow = Omit<ProfileCounts, 'isSample'> & { readonly is_sample: number };

/** Counts and posts of a user's page. */
@Injectable()
export class ProfilesRepository {
  constructor(private readonly database: Database) {}

  /** One query. @param forEverybody counts only posts and models for everyone */
  async counts(userId: string, forEverybody: boolean): Promise<ProfileCounts> {
    const shown = forEverybody ? sql`and maturity = 'everyone'` : sql``;
    const only = forEverybody ? sql`join post on post.id = post_id and post.maturity = 'everyone'` : sql``;
    const { rows } = await sql<CountsRow>`select
      (select count(*) from post_person ${only} where person_id = ${userId}) as posts,
      (select count(*) from member join room on room.id = member.room_id where member.person_id = ${userId}
        and room.visibility = 'public' and room.kind = 'room' and room.archived_at is null) as rooms,
      (select count(*) from collection where owner_id = ${userId} and is_shared = 1) as collections,
      (select count(*) from (select distinct kind, name from credit where person_id = ${userId} and name not like '%@%') made)
        + (select count(*) from hub_model where maker_id = ${userId} and published_at is not null ${shown}) as models,
      (select count(*) from follow where followed_id = ${userId}) as followers,
      (select count(*) from follow where person_id = ${userId}) as following,
      (select count(*) from sample where kind = 'account' and subject_id = ${userId}) as is_sample`.execute(
      this.database.query(),
    );
    const { posts, rooms, collections, models, followers, following, is_sample } = rows[0] as CountsRow;
    return {
      posts: Number(posts),
      rooms: Number(rooms),
      collections: Number(collections),
      models: Number(models),
      followers: Number(followers),
      following: Number(following),
      isSample: Number(is_sample) > 0,
    };
  }

  /** Posts that a user published or took part in, newest first. */
  async posts(
    userId: string,
    after: PostOfUser | null,
    { limit, forEverybody }: { readonly limit: number; readonly forEverybody: boolean },
  ): Promise<PostOfUser[]> {
    let theirs = this.query.selectFrom('post_person').select(['at', 'post_id']).where('person_id', '=', userId);
    if (forEverybody) {
      const safe = sql`select 1 from post where post.id = post_person.post_id and post.maturity = 'everyone'`;
      theirs = theirs.where(sql<boolean>`exists (${safe})`);
    }
    if (after) {
      theirs = theirs.where(({ eb, and, or }) =>
        or([eb('at', '<', after.at), and([eb('at', '=', after.at), eb('post_id', '<', after.postId)])]),
      );
    }
    const rows = await theirs.orderBy('at', 'desc').orderBy('post_id', 'desc').limit(limit).execute();
    return rows.map(({ at, post_id }) => ({ at: Number(at), postId: post_id }));
  }

  private get query() {
    return this.database.query<PostTables>();
  }
}
