import { Injectable } from '@nestjs/common';
import { Blocks, type User, Users } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { pageOf, readCursor, Rejection } from '@visionary/kernel';
import type { ProfileCounts } from '../../domain/users/profiles.js';
import { FollowsRepository } from '../../storage/users/follows.repository.js';
import { ProfilesRepository } from '../../storage/users/profiles.repository.js';

export interface Profile {
  readonly user: User;
  readonly bio: string;
  readonly since: number;
  readonly counts: ProfileCounts;
}

export interface RelationToViewer {
  readonly follows: boolean;
  readonly followsMe: boolean;
  readonly blocked: boolean;
}

/** Reads users' pages. */
@Injectable()
export class ProfileReader {
  constructor(
    private readonly users: Users,
    private readonly profiles: ProfilesRepository,
    private readonly follows: FollowsRepository,
    private readonly blocks: Blocks,
  ) {}

  /** @throws Rejection USERS_NOT_FOUND, also for deleted users */
  async find(userId: string, forEveryone: boolean): Promise<Profile> {
    const portrait = await this.users.profile(userId);
    if (!portrait) throw new Rejection('USERS_NOT_FOUND');
    return { ...portrait, counts: await this.profiles.counts(userId, forEveryone) };
  }

  async relation(viewerId: string, userId: string): Promise<RelationToViewer> {
    const [{ follows, followsBack }, blocked] = await Promise.all([
      this.follows.between(viewerId, userId),
      this.blocks.of(viewerId),
    ]);
    return { follows, followsMe: followsBack, blocked: blocked.includes(userId) };
  }

  /** Posts that a user published or took part in, newest first. @throws Rejection INVALID for an unknown cursor */
  async pagePostIds(
    userId: string,
    cursor: string | undefined,
    forEveryone: boolean,
  ): Promise<{ ids: string[]; nextCursor: string | null }> {
    const from = readCursor(cursor);
    const limit = LIMITS.postsPerPage;
    const after = from && { at: from.value, postId: from.id };
    const found = await this.profiles.posts(userId, after, { limit: limit + 1, forEveryone });
    const { page, nextCursor } = pageOf(found, limit, ({ at, postId }) => ({ value: at, id: postId }));
    return { ids: page.map(({ postId }) => postId), nextCursor };
  }
}
