import { Injectable } from '@nestjs/common';
import { Blocks, People, type Person } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { Follows } from '../../domain/people/follows.js';
import { CommunityLimits } from '../../domain/people/limits.js';
import { type ProfileFacts, Profiles } from '../../domain/people/profiles.js';
import { pageOf, readCursor } from '../page-cursor.js';

export interface Profile {
  readonly person: Person;
  readonly about: string;
  readonly since: number;
  readonly facts: ProfileFacts;
}

/** What is between two people, as the first may know. */
export interface Acquaintance {
  readonly follows: boolean;
  readonly followsMe: boolean;
  readonly blocked: boolean;
}

@Injectable()
export class ReadProfile {
  constructor(
    private readonly people: People,
    private readonly profiles: Profiles,
    private readonly follows: Follows,
    private readonly blocks: Blocks,
    private readonly limits: CommunityLimits,
  ) {}

  /** @throws Rejection PEOPLE_NOT_FOUND, also for who has left */
  async run(personId: string, forEverybody: boolean): Promise<Profile> {
    const portrait = await this.people.portrait(personId);
    if (!portrait) throw new Rejection('PEOPLE_NOT_FOUND');
    return { ...portrait, facts: await this.profiles.facts(personId, forEverybody) };
  }

  async acquaintance(viewerId: string, personId: string): Promise<Acquaintance> {
    const [{ follows, back }, blocked] = await Promise.all([
      this.follows.between(viewerId, personId),
      this.blocks.of(viewerId),
    ]);
    return { follows, followsMe: back, blocked: blocked.includes(personId) };
  }

  /** What they published and took part in, the newest first. @throws Rejection INVALID for a cursor that is none */
  async posts(
    personId: string,
    cursor: string | undefined,
    forEverybody: boolean,
  ): Promise<{ ids: string[]; nextCursor: string | null }> {
    const after = readCursor(cursor);
    const limit = this.limits.postsPerPage;
    const place = after && { at: after.value, postId: after.id };
    const found = await this.profiles.posts(personId, place, { limit: limit + 1, forEverybody });
    const { page, nextCursor } = pageOf(found, limit, ({ at, postId }) => ({ value: at, id: postId }));
    return { ids: page.map(({ postId }) => postId), nextCursor };
  }
}
