import { Injectable } from '@nestjs/common';
import { Blocks, Users, type User } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { Follows } from '../../domain/users/follows.js';
import { CommunityLimits } from '../../domain/users/limits.js';
import { type ProfileCounts, Profiles } from '../../domain/users/profiles.js';
import { pageOf, readCursor } from '../page-cursor.js';

export interface Profile {
  readonly user: User;
  readonly bio: string;
  readonly since: number;
  readonly facts: ProfileCounts;
}

/** What is between two users, as the first may know. */
export interface RelationToViewer {
  readonly follows: boolean;
  readonly followsMe: boolean;
  readonly blocked: boolean;
}

@Injectable()
export class ReadProfile {
  constructor(
    private readonly users: Users,
    private readonly profiles: Profiles,
    private readonly follows: Follows,
    private readonly blocks: Blocks,
    private readonly limits: CommunityLimits,
  ) {}

  /** @throws Rejection USERS_NOT_FOUND, also for who has left */
  async run(userId: string, forEverybody: boolean): Promise<Profile> {
    const portrait = await this.users.profile(userId);
    if (!portrait) throw new Rejection('USERS_NOT_FOUND');
    return { ...portrait, facts: await this.profiles.facts(userId, forEverybody) };
  }

  async acquaintance(viewerId: string, userId: string): Promise<RelationToViewer> {
    const [{ follows, back }, blocked] = await Promise.all([
      this.follows.between(viewerId, userId),
      this.blocks.of(viewerId),
    ]);
    return { follows, followsMe: back, blocked: blocked.includes(userId) };
  }

  /** What they published and took part in, the newest first. @throws Rejection INVALID for a cursor that is none */
  async posts(
    userId: string,
    cursor: string | undefined,
    forEverybody: boolean,
  ): Promise<{ ids: string[]; nextCursor: string | null }> {
    const after = readCursor(cursor);
    const limit = this.limits.postsPerPage;
    const place = after && { at: after.value, postId: after.id };
    const found = await this.profiles.posts(userId, place, { limit: limit + 1, forEverybody });
    const { page, nextCursor } = pageOf(found, limit, ({ at, postId }) => ({ value: at, id: postId }));
    return { ids: page.map(({ postId }) => postId), nextCursor };
  }
}
