import { Body, Controller, Header, Param, Query } from '@nestjs/common';
import {
  UpdateCollection as ChangeBody,
  type CollectionDetail,
  type CollectionList,
  type CollectionView,
  Id,
  NewCollection as NewBody,
  PageQuery,
} from '@visionary/contract';
import { type Identity, OptionalUser, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { ChangeCollection } from '../../use-cases/users/change-collection.js';
import { SaveCollection } from '../../use-cases/users/save-collection.js';
import { ReadCollections } from '../../use-cases/users/read-collections.js';
import { PostPresenter } from '../post-presenter.js';
import { viewerOf } from '../viewer.js';
import { CollectionViews } from './collection-views.js';

const Somebody = z.strictObject({ userId: Id });
const One = z.strictObject({ collectionId: Id });
type One = z.infer<typeof One>;

/** Collections themselves; what is in them has a controller of its own. */
@Controller()
export class CollectionsController {
  constructor(
    private readonly read: ReadCollections,
    private readonly name: SaveCollection,
    private readonly changeCollection: ChangeCollection,
    private readonly views: CollectionViews,
    private readonly posts: PostPresenter,
  ) {}

  @Route('userCollections')
  @Header('Cache-Control', 'no-store')
  async of(
    @Param({ schema: Somebody }) { userId }: z.infer<typeof Somebody>,
    @OptionalUser() me: Identity | null,
  ): Promise<CollectionList> {
    return { collections: await this.views.of(await this.read.of(userId, viewerOf(me))) };
  }

  @Route('collection')
  @Header('Cache-Control', 'no-store')
  async one(
    @Param({ schema: One }) { collectionId }: One,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
    @OptionalUser() me: Identity | null,
  ): Promise<CollectionDetail> {
    const viewer = viewerOf(me);
    const listed = await this.read.one(collectionId, viewer);
    const { ids, nextCursor } = await this.read.posts(collectionId, cursor, viewer);
    const [collection, page] = await Promise.all([this.views.one(listed), this.posts.byIds(ids, viewer.userId)]);
    const { leftOut: hiddenCounts } = listed;
    return { collection, page: { ...page, nextCursor }, ...(hiddenCounts !== undefined && { hiddenCounts }) };
  }

  @Route('createCollection')
  async open(
    @Body({ schema: NewBody }) body: z.infer<typeof NewBody>,
    @CurrentUser() me: Identity,
  ): Promise<CollectionView> {
    const collection = await this.name.new(me.user.id, body);
    return this.views.one({ collection, count: 0, coverIds: [] });
  }

  @Route('updateCollection')
  async change(
    @Param({ schema: One }) { collectionId }: One,
    @Body({ schema: ChangeBody }) body: z.infer<typeof ChangeBody>,
    @CurrentUser() me: Identity,
  ): Promise<CollectionView> {
    await this.name.again(me.user.id, collectionId, body);
    return this.views.one(await this.read.one(collectionId, viewerOf(me)));
  }

  @Route('deleteCollection')
  async remove(@Param({ schema: One }) { collectionId }: One, @CurrentUser() me: Identity): Promise<void> {
    await this.changeCollection.remove(me.user.id, collectionId);
  }
}
