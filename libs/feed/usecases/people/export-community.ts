import { Injectable } from '@nestjs/common';
import { Collections } from '../../domain/people/collections.js';
import { Follows, type FollowPlace } from '../../domain/people/follows.js';
import { CommunityLimits } from '../../domain/people/limits.js';

const PER_PAGE = 500;

/** Whom somebody follows, and what they keep together, page by page. */
@Injectable()
export class ExportCommunity {
  constructor(
    private readonly follows: Follows,
    private readonly collections: Collections,
    private readonly limits: CommunityLimits,
  ) {}

  async *followed(personId: string): AsyncIterable<readonly object[]> {
    for (let after: FollowPlace | null = null, more = true; more;) {
      const page: FollowPlace[] = await this.follows.page('followed', personId, after, PER_PAGE);
      yield page.map((one) => ({ personId: one.personId, at: when(one.at) }));
      more = page.length === PER_PAGE;
      after = page.at(-1) ?? after;
    }
  }

  /** One collection a page, with the posts in it in their order. */
  async *collected(personId: string): AsyncIterable<readonly object[]> {
    const { collectionsPerPerson, postsPerCollection } = this.limits;
    for (const { ownerId: _owner, createdAt, changedAt, ...said } of await this.collections.of(
      personId,
      'all',
      collectionsPerPerson,
    )) {
      const places = await this.collections.page(said.id, 'all', null, postsPerCollection);
      const times = { createdAt: when(createdAt), changedAt: when(changedAt) };
      yield [{ ...said, ...times, posts: places.map(({ postId }) => postId) }];
    }
  }
}

const when = (at: number): string => new Date(at).toISOString();
