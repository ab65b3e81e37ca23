import { Controller, Header, Param, Query, Req, Res } from '@nestjs/common';
import { personSubject } from '@visionary/accounts';
import { Id, PageQuery, type PersonPage, type ProfileDetail } from '@visionary/contract';
import { type Identity, MaybeSignedIn, seesOnlySafe } from '@visionary/platform/auth';
import { HUB } from '@visionary/hub';
import { Cache, json, type Space } from '@visionary/platform/cache';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { profileSubject } from '../../domain/people/subjects.js';
import { ListFollows } from '../../usecases/people/list-follows.js';
import { type Profile, ReadProfile } from '../../usecases/people/read-profile.js';
import { viewerOf } from '../viewer.js';
import { PostsOfPeople } from './posts-of-people.js';

const Somebody = z.strictObject({ personId: Id });
type Somebody = z.infer<typeof Somebody>;
type Page = z.infer<typeof PageQuery>;

/** In how many rooms somebody is may be so old. */
const PROFILES: Space<ProfileDetail['profile']> = { name: 'profiles', ttlMs: 5_000, encoding: json() };

/** A person's page, and who follows whom. */
@Controller()
export class ProfilesController {
  constructor(
    private readonly readProfile: ReadProfile,
    private readonly listFollows: ListFollows,
    private readonly posts: PostsOfPeople,
    private readonly cache: Cache,
  ) {}

  @Route('profile')
  @Header('Cache-Control', 'no-store')
  async profile(
    @Param({ schema: Somebody }) { personId }: Somebody,
    @MaybeSignedIn() me: Identity | null,
  ): Promise<ProfileDetail> {
    const viewerId = me?.person.id;
    const isOther = viewerId !== undefined && viewerId !== personId;
    const [profile, mine] = await Promise.all([
      this.shared(personId, seesOnlySafe(me) && viewerId !== personId),
      isOther ? this.readProfile.acquaintance(viewerId, personId) : null,
    ]);
    // To visitors it is not said how much more there is.
    const leftOut = mine && seesOnlySafe(me) ? await this.beyond(profile) : null;
    return { profile, mine: mine && { ...mine, ...(leftOut && { leftOut }) } };
  }

  /** How much more there is than what is for everybody. */
  private async beyond({ person, counts }: ProfileDetail['profile']): Promise<{ posts: number; models: number }> {
    const { counts: all } = await this.shared(person.id, false);
    return { posts: Math.max(0, all.posts - counts.posts), models: Math.max(0, all.models - counts.models) };
  }

  /** The same for whoever sees the same pictures. */
  private shared(personId: string, forEverybody: boolean): Promise<ProfileDetail['profile']> {
    const shows = [personSubject(personId), profileSubject(personId), HUB];
    return this.cache.through({ space: PROFILES, key: `${personId}/${forEverybody}`, shows }, async () =>
      presentProfile(await this.readProfile.run(personId, forEverybody)),
    );
  }

  /** Answers with a PostPage. */
  @Route('postsOf')
  async postsOf(
    @Param({ schema: Somebody }) { personId }: Somebody,
    @Query({ schema: PageQuery }) { cursor }: Page,
    @MaybeSignedIn() me: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { answer, mine } = await this.posts.page(personId, cursor, viewerOf(me));
    await answer.send(request, response, { mine });
  }

  @Route('followersOf')
  @Header('Cache-Control', 'no-store')
  followers(
    @Param({ schema: Somebody }) { personId }: Somebody,
    @Query({ schema: PageQuery }) { cursor }: Page,
  ): Promise<PersonPage> {
    return this.listFollows.run('followers', personId, cursor);
  }

  @Route('followedBy')
  @Header('Cache-Control', 'no-store')
  followed(
    @Param({ schema: Somebody }) { personId }: Somebody,
    @Query({ schema: PageQuery }) { cursor }: Page,
  ): Promise<PersonPage> {
    return this.listFollows.run('followed', personId, cursor);
  }
}

const presentProfile = ({ facts, ...profile }: Profile): ProfileDetail['profile'] => {
  const { isSample, ...counts } = facts;
  return { ...profile, counts, isSample };
};
