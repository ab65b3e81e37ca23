import { Injectable } from '@nestjs/common';
import { Collections } from '../../domain/users/collections.js';
import { Follows, type FollowCursor } from '../../domain/users/follows.js';
import { CommunityLimits } from '../../domain/users/limits.js';

const PER_PAGE = 500;

/** Whom somebody follows, and what they keep together, page by page. */
@Injectable()
export class ExportCommunity {
  constructor(
    private readonly follows: Follows,
    private readonly collections: Collections,
    private readonly limits: CommunityLimits,
  ) {}

  async *followed(userId: string): AsyncIterable<readonly object[]> {
    for (let after: FollowCursor | null = null, more = true; more;) {
      const page: FollowCursor[] = await this.follows.page('followed', userId, after, PER_PAGE);
      yield page.map((one) => ({ userId: one.userId, at: when(one.at) }));
      more = page.length === PER_PAGE;
      after = page.at(-1) ?? after;
    }
  }

  /** One collection a page, with the posts in it in their order. */
  async *collected(userId: string): AsyncIterable<readonly object[]> {
    const { collectionsPerUser, postsPerCollection } = this.limits;
    for (const { ownerId: _owner, createdAt, changedAt, ...said } of await this.collections.of(
      userId,
      'all',
      collectionsPerUser,
    )) {
      const places = await this.collections.page(said.id, 'all', null, postsPerCollection);
      const times = { createdAt: when(createdAt), changedAt: when(changedAt) };
      yield [{ ...said, ...times, posts: places.map(({ postId }) => postId) }];
    }
  }
}

const when = (at: number): string => new Date(at).toISOString();
