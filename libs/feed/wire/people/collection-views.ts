import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import type { CollectionView } from '@visionary/contract';
import type { ListedCollection } from '../../usecases/people/read-collections.js';
import { ShownPosts } from '../shown-posts.js';

/** Collections as people see them. */
@Injectable()
export class CollectionViews {
  constructor(
    private readonly people: People,
    private readonly posts: ShownPosts,
  ) {}

  /** One question for all owners, and one for all covers. */
  async of(listed: readonly ListedCollection[]): Promise<CollectionView[]> {
    const [people, covers] = await Promise.all([
      this.people.byIds(listed.map(({ collection }) => collection.ownerId)),
      this.posts.byIds([...new Set(listed.flatMap(({ coverIds }) => coverIds))], null),
    ]);
    const posts = new Map(covers.posts.map((post) => [post.id, post]));
    return listed.map(({ collection: { id, ownerId, title, about, isShared, changedAt }, count, coverIds }) => ({
      ...{ id, title, about, isShared, count, changedAt },
      owner: people.get(ownerId) ?? { id: ownerId, name: '' },
      cover: coverIds.flatMap((postId) => posts.get(postId) ?? []),
    }));
  }

  async one(listed: ListedCollection): Promise<CollectionView> {
    const [view] = await this.of([listed]);
    return view as CollectionView;
  }
}
