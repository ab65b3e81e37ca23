import { Controller, Header, Param, Query, Req, Res } from '@nestjs/common';
import { userCacheTag } from '@visionary/accounts';
import { Id, PageQuery, type UserPage, type ProfileDetail } from '@visionary/contract';
import { type Identity, OptionalUser, canSeeOnlyEveryone } from '@visionary/platform/auth';
import { HUB_CACHE_TAG } from '@visionary/hub';
import { Cache, json, type CacheNamespace } from '@visionary/platform/cache';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { ListFollows } from '../../use-cases/users/list-follows.js';
import { type Profile, ReadProfile } from '../../use-cases/users/read-profile.js';
import { viewerOf } from '../viewer.js';
import { UserPostPages } from './user-post-pages.js';

const Somebody = z.strictObject({ userId: Id });
type Somebody = z.infer<typeof Somebody>;
type Page = z.infer<typeof PageQuery>;

/** In how many rooms somebody is may be so old. */
const PROFILES: CacheNamespace<ProfileDetail['profile']> = { name: 'profiles', ttlMs: 5_000, encoding: json() };

/** A user's page, and who follows whom. */
@Controller()
export class ProfilesController {
  constructor(
    private readonly readProfile: ReadProfile,
    private readonly listFollows: ListFollows,
    private readonly posts: UserPostPages,
    private readonly cache: Cache,
  ) {}

  @Route('profile')
  @Header('Cache-Control', 'no-store')
  async profile(
    @Param({ schema: Somebody }) { userId }: Somebody,
    @OptionalUser() me: Identity | null,
  ): Promise<ProfileDetail> {
    const viewerId = me?.user.id;
    const isOther = viewerId !== undefined && viewerId !== userId;
    const [profile, mine] = await Promise.all([
      this.shared(userId, canSeeOnlyEveryone(me) && viewerId !== userId),
      isOther ? this.readProfile.acquaintance(viewerId, userId) : null,
    ]);
    // To visitors it is not said how much more there is.
    const hiddenCounts = mine && canSeeOnlyEveryone(me) ? await this.beyond(profile) : null;
    return { profile, viewerState: mine && { ...mine, ...(hiddenCounts && { hiddenCounts }) } };
  }

  /** How much more there is than what is for everybody. */
  private async beyond({ user, counts }: ProfileDetail['profile']): Promise<{ posts: number; models: number }> {
    const { counts: all } = await this.shared(user.id, false);
    return { posts: Math.max(0, all.posts - counts.posts), models: Math.max(0, all.models - counts.models) };
  }

  /** The same for whoever sees the same images. */
  private shared(userId: string, forEverybody: boolean): Promise<ProfileDetail['profile']> {
    const tags = [userCacheTag(userId), profileCacheTag(userId), HUB_CACHE_TAG];
    return this.cache.getOrLoad({ space: PROFILES, key: `${userId}/${forEverybody}`, tags }, async () =>
      presentProfile(await this.readProfile.run(userId, forEverybody)),
    );
  }

  /** Answers with a PostPage. */
  @Route('userPosts')
  async postsOf(
    @Param({ schema: Somebody }) { userId }: Somebody,
    @Query({ schema: PageQuery }) { cursor }: Page,
    @OptionalUser() me: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { answer, mine } = await this.posts.page(userId, cursor, viewerOf(me));
    await answer.send(request, response, { myReactions: mine });
  }

  @Route('userFollowers')
  @Header('Cache-Control', 'no-store')
  followers(
    @Param({ schema: Somebody }) { userId }: Somebody,
    @Query({ schema: PageQuery }) { cursor }: Page,
  ): Promise<UserPage> {
    return this.listFollows.run('followers', userId, cursor);
  }

  @Route('userFollowing')
  @Header('Cache-Control', 'no-store')
  followed(
    @Param({ schema: Somebody }) { userId }: Somebody,
    @Query({ schema: PageQuery }) { cursor }: Page,
  ): Promise<UserPage> {
    return this.listFollows.run('followed', userId, cursor);
  }
}

const presentProfile = ({ facts, ...profile }: Profile): ProfileDetail['profile'] => {
  const { isSample, ...counts } = facts;
  return { ...profile, counts, isSample };
};
