import { Controller, Query, Req, Res } from '@nestjs/common';
import { userCacheTag } from '@visionary/accounts';
import { PageQuery, type UserPage, type ProfileDetail } from '@visionary/contract';
import { type Identity, OptionalUser, canSeeOnlyEveryone } from '@visionary/platform/auth';
import { HUB_CACHE_TAG } from '@visionary/hub';
import { Cache, json, type CacheNamespace } from '@visionary/platform/cache';
import { PathId, Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { FollowsService } from '../../use-cases/users/follows.service.js';
import { type Profile, ProfileReader } from '../../use-cases/users/profile-reader.js';
import { viewerOf } from '../viewer.js';
import { UserPostPages } from './user-post-pages.js';

type Page = z.infer<typeof PageQuery>;

/** The number of rooms may be this old. */
const PROFILES: CacheNamespace<ProfileDetail['profile']> = { name: 'profiles', ttlMs: 5_000, encoding: json() };

/** Users' pages and follows. */
@Controller()
export class ProfilesController {
  constructor(
    private readonly profiles: ProfileReader,
    private readonly follows: FollowsService,
    private readonly posts: UserPostPages,
    private readonly cache: Cache,
  ) {}

  @Route('profile')
  async profile(@PathId('userId') userId: string, @OptionalUser() me: Identity | null): Promise<ProfileDetail> {
    const viewerId = me?.user.id;
    const isOther = viewerId !== undefined && viewerId !== userId;
    const [profile, relation] = await Promise.all([
      this.sharedProfile(userId, canSeeOnlyEveryone(me) && viewerId !== userId),
      isOther ? this.profiles.relation(viewerId, userId) : null,
    ]);
    // Visitors don't learn how much is hidden.
    const hiddenCounts = relation && canSeeOnlyEveryone(me) ? await this.hiddenCounts(profile) : null;
    return { profile, viewerState: relation && { ...relation, ...(hiddenCounts && { hiddenCounts }) } };
  }

  /** How much isn't rated for everyone. */
  private async hiddenCounts({ user, counts }: ProfileDetail['profile']): Promise<{ posts: number; models: number }> {
    const { counts: all } = await this.sharedProfile(user.id, false);
    return { posts: Math.max(0, all.posts - counts.posts), models: Math.max(0, all.models - counts.models) };
  }

  private sharedProfile(userId: string, forEveryone: boolean): Promise<ProfileDetail['profile']> {
    const tags = [userCacheTag(userId), profileCacheTag(userId), HUB_CACHE_TAG];
    return this.cache.getOrLoad({ space: PROFILES, key: `${userId}/${forEveryone}`, tags }, async () =>
      presentProfile(await this.profiles.find(userId, forEveryone)),
    );
  }

  /** Answers with a PostPage. */
  @Route('userPosts')
  async postsOf(
    @PathId('userId') userId: string,
    @Query({ schema: PageQuery }) { cursor }: Page,
    @OptionalUser() me: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { body, myReactions } = await this.posts.page(userId, cursor, viewerOf(me));
    await body.send(request, response, { myReactions });
  }

  @Route('userFollowers')
  followers(@PathId('userId') userId: string, @Query({ schema: PageQuery }) { cursor }: Page): Promise<UserPage> {
    return this.follows.list('followers', userId, cursor);
  }

  @Route('userFollowing')
  followed(@PathId('userId') userId: string, @Query({ schema: PageQuery }) { cursor }: Page): Promise<UserPage> {
    return this.follows.list('followed', userId, cursor);
  }
}

const presentProfile = ({ counts: allCounts, ...profile }: Profile): ProfileDetail['profile'] => {
  const { isSample, ...counts } = allCounts;
  return { ...profile, counts, isSample };
};
