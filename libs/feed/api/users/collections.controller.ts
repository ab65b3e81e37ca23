import { Body, Controller, Query } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import {
  type CollectionDetail,
  type CollectionList,
  type CollectionView,
  NewCollection,
  PageQuery,
  SetCollectionPosition,
  UpdateCollection,
} from '@visionary/contract';
import { CurrentUser, type Identity, OptionalUser } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { z } from 'zod';
import { CollectionsService, type CollectionSummary } from '../../use-cases/users/collections.service.js';
import { PostPresenter } from '../posts/post-presenter.js';
import { viewerOf } from '../viewer.js';

/** Collections and the posts in them. */
@Controller()
export class CollectionsController {
  constructor(
    private readonly collections: CollectionsService,
    private readonly posts: PostPresenter,
    private readonly users: Users,
  ) {}

  @Route('userCollections')
  async list(@PathId('userId') userId: string, @OptionalUser() me: Identity | null): Promise<CollectionList> {
    return { collections: await this.presentAll(await this.collections.listOf(userId, viewerOf(me))) };
  }

  @Route('collection')
  async detail(
    @PathId('collectionId') collectionId: string,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
    @OptionalUser() me: Identity | null,
  ): Promise<CollectionDetail> {
    const viewer = viewerOf(me);
    const summary = await this.collections.find(collectionId, viewer);
    const { ids, nextCursor } = await this.collections.pagePostIds(collectionId, cursor, viewer);
    const [collection, page] = await Promise.all([this.present(summary), this.posts.pageFor(viewer.userId, ids)]);
    const { hiddenCount } = summary;
    return {
      collection,
      page: { ...page, nextCursor },
      ...(hiddenCount !== undefined && { hiddenCounts: hiddenCount }),
    };
  }

  @Route('createCollection')
  async create(
    @Body({ schema: NewCollection }) body: z.infer<typeof NewCollection>,
    @CurrentUser() me: Identity,
  ): Promise<CollectionView> {
    const collection = await this.collections.create(me.user.id, body);
    return this.present({ collection, count: 0, coverIds: [] });
  }

  @Route('updateCollection')
  async update(
    @PathId('collectionId') collectionId: string,
    @Body({ schema: UpdateCollection }) body: z.infer<typeof UpdateCollection>,
    @CurrentUser() me: Identity,
  ): Promise<CollectionView> {
    await this.collections.change(me.user.id, collectionId, body);
    return this.present(await this.collections.find(collectionId, viewerOf(me)));
  }

  @Route('deleteCollection')
  async remove(@PathId('collectionId') collectionId: string, @CurrentUser() me: Identity): Promise<void> {
    await this.collections.remove(me.user.id, collectionId);
  }

  @Route('setCollectionPosition')
  async place(
    @PathId('collectionId') collectionId: string,
    @PathId('postId') postId: string,
    @Body({ schema: SetCollectionPosition }) { afterPostId }: z.infer<typeof SetCollectionPosition>,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.collections.place({ userId: me.user.id, collectionId, postId, afterPostId });
  }

  @Route('removeFromCollection')
  async removePost(
    @PathId('collectionId') collectionId: string,
    @PathId('postId') postId: string,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.collections.removePost(me.user.id, collectionId, postId);
  }

  /** One query for all owners, and one for all covers. */
  private async presentAll(summaries: readonly CollectionSummary[]): Promise<CollectionView[]> {
    const [users, covers] = await Promise.all([
      this.users.byIds(summaries.map(({ collection }) => collection.ownerId)),
      this.posts.byIds([...new Set(summaries.flatMap(({ coverIds }) => coverIds))]),
    ]);
    const posts = new Map(covers.map((post) => [post.id, post]));
    return summaries.map(
      ({ collection: { id, ownerId, title, description, isShared, changedAt }, count, coverIds }) => ({
        id,
        title,
        description,
        isShared,
        count,
        changedAt,
        owner: users.get(ownerId) ?? { id: ownerId, name: '' },
        cover: coverIds.flatMap((postId) => posts.get(postId) ?? []),
      }),
    );
  }

  private async present(summary: CollectionSummary): Promise<CollectionView> {
    const [view] = await this.presentAll([summary]);
    return view as CollectionView;
  }
}
