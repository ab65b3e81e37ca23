import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { isVisiblePost } from '../posts/visible-post.js';
import type { PostOfUser, ProfileCounts } from '../../domain/users/profiles.js';

type CountsRow = Omit<ProfileCounts, 'isSample'> & { readonly is_seeded: number };

/** Counts and posts of a user's page. */
@Injectable()
export class ProfilesRepository {
  constructor(private readonly database: Database) {}

  /** One query. @param forEveryone counts only posts and models for everyone */
  async counts(userId: string, forEveryone: boolean): Promise<ProfileCounts> {
    const ratingCondition = forEveryone ? sql`and content_rating = 'everyone'` : sql``;
    const joinRatedPosts = forEveryone
      ? sql`join post on post.id = post_id and post.content_rating = 'everyone'`
      : sql``;
    const { rows } = await sql<CountsRow>`select
      (select count(*) from post_participant ${joinRatedPosts} where user_id = ${userId} and ${isVisiblePost('post_id')}) as posts,
      (select count(*) from room_member join room on room.id = room_member.room_id where room_member.user_id = ${userId}
        and room.visibility = 'public' and room.kind = 'room' and room.archived_at is null
        and room.hidden_at is null) as rooms,
      (select count(*) from collection where owner_id = ${userId} and is_public = 1) as collections,
      (select count(*) from (select distinct kind, name from model_credit where user_id = ${userId} and name not like '%@%') credited)
        + (select count(*) from hub_model where creator_id = ${userId} and published_at is not null ${ratingCondition}) as models,
      (select count(*) from follow where followed_id = ${userId}) as followers,
      (select count(*) from follow where user_id = ${userId}) as following,
      (select count(*) from seed_record where kind = 'account' and subject_id = ${userId}) as is_seeded`.execute(
      this.database.query(),
    );
    const { posts, rooms, collections, models, followers, following, is_seeded } = rows[0] as CountsRow;
    return {
      posts: Number(posts),
      rooms: Number(rooms),
      collections: Number(collections),
      models: Number(models),
      followers: Number(followers),
      following: Number(following),
      isSample: Number(is_seeded) > 0,
    };
  }

  /** Posts that a user published or took part in, newest first. */
  async posts(
    userId: string,
    after: PostOfUser | null,
    { limit, forEveryone }: { readonly limit: number; readonly forEveryone: boolean },
  ): Promise<PostOfUser[]> {
    let posts = this.database
      .selectFrom('post_participant')
      .select(['at', 'post_id'])
      .where('user_id', '=', userId)
      .where(isVisiblePost('post_id'));
    if (forEveryone) {
      const postForEveryone = sql`select 1 from post where post.id = post_participant.post_id and post.content_rating = 'everyone'`;
      posts = posts.where(sql<boolean>`exists (${postForEveryone})`);
    }
    if (after) {
      posts = posts.where(({ eb, and, or }) =>
        or([eb('at', '<', after.at), and([eb('at', '=', after.at), eb('post_id', '<', after.postId)])]),
      );
    }
    const rows = await posts.orderBy('at', 'desc').orderBy('post_id', 'desc').limit(limit).execute();
    return rows.map(({ at, post_id }) => ({ at: Number(at), postId: post_id }));
  }
}
