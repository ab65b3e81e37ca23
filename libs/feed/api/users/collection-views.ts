import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import type { CollectionView } from '@visionary/contract';
import type { ListedCollection } from '../../use-cases/users/read-collections.js';
import { PostPresenter } from '../post-presenter.js';

/** Collections as users see them. */
@Injectable()
export class CollectionViews {
  constructor(
    private readonly users: Users,
    private readonly posts: PostPresenter,
  ) {}

  /** One question for all owners, and one for all covers. */
  async of(listed: readonly ListedCollection[]): Promise<CollectionView[]> {
    const [users, covers] = await Promise.all([
      this.users.byIds(listed.map(({ collection }) => collection.ownerId)),
      this.posts.byIds([...new Set(listed.flatMap(({ coverIds }) => coverIds))], null),
    ]);
    const posts = new Map(covers.posts.map((post) => [post.id, post]));
    return listed.map(({ collection: { id, ownerId, title, description, isShared, changedAt }, count, coverIds }) => ({
      ...{ id, title, description, isShared, count, changedAt },
      owner: users.get(ownerId) ?? { id: ownerId, name: '' },
      cover: coverIds.flatMap((postId) => posts.get(postId) ?? []),
    }));
  }

  async one(listed: ListedCollection): Promise<CollectionView> {
    const [view] = await this.of([listed]);
    return view as CollectionView;
  }
}
