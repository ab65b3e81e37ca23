import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalDataExporters } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { paginate, isoTime } from '@visionary/kernel';
import type { FollowCursor } from '../../domain/users/follows.js';
import { CollectionsRepository } from '../../storage/users/collections.repository.js';
import { FollowsRepository } from '../../storage/users/follows.repository.js';

const PER_PAGE = 500;

/** Exports whom a user follows, and their collections. */
@Injectable()
export class CommunityExporter implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly follows: FollowsRepository,
    private readonly collections: CollectionsRepository,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('followed.json', (userId) => {
      const read = (last?: FollowCursor) => this.follows.page('followed', userId, last ?? null, PER_PAGE);
      return paginate(PER_PAGE, read, (one) => ({ userId: one.userId, at: isoTime(one.at) }));
    });
    this.exporters.addList('collections.json', (userId) => this.exportCollections(userId));
  }

  /** One collection per page, with its posts in order. */
  private async *exportCollections(userId: string): AsyncIterable<readonly object[]> {
    const collections = await this.collections.of(userId, 'all', LIMITS.collectionsPerUser);
    for (const { ownerId: _ownerId, createdAt, changedAt, ...collection } of collections) {
      const positions = await this.collections.page(collection.id, 'all', null, LIMITS.postsPerCollection);
      yield [
        {
          ...collection,
          createdAt: isoTime(createdAt),
          changedAt: isoTime(changedAt),
          posts: positions.map(({ postId }) => postId),
        },
      ];
    }
  }
}
