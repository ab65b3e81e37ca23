import { Body, Controller, Header, Param, Query } from '@nestjs/common';
import {
  ChangeCollection as ChangeBody,
  type CollectionDetail,
  type CollectionList,
  type CollectionView,
  Id,
  NewCollection as NewBody,
  PageQuery,
} from '@visionary/contract';
import { type Identity, MaybeSignedIn, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { ChangeCollection } from '../../usecases/people/change-collection.js';
import { NameCollection } from '../../usecases/people/name-collection.js';
import { ReadCollections } from '../../usecases/people/read-collections.js';
import { ShownPosts } from '../shown-posts.js';
import { viewerOf } from '../viewer.js';
import { CollectionViews } from './collection-views.js';

const Somebody = z.strictObject({ personId: Id });
const One = z.strictObject({ collectionId: Id });
type One = z.infer<typeof One>;

/** Collections themselves; what is in them has a controller of its own. */
@Controller()
export class CollectionsController {
  constructor(
    private readonly read: ReadCollections,
    private readonly name: NameCollection,
    private readonly changeCollection: ChangeCollection,
    private readonly views: CollectionViews,
    private readonly posts: ShownPosts,
  ) {}

  @Route('collectionsOf')
  @Header('Cache-Control', 'no-store')
  async of(
    @Param({ schema: Somebody }) { personId }: z.infer<typeof Somebody>,
    @MaybeSignedIn() me: Identity | null,
  ): Promise<CollectionList> {
    return { collections: await this.views.of(await this.read.of(personId, viewerOf(me))) };
  }

  @Route('collection')
  @Header('Cache-Control', 'no-store')
  async one(
    @Param({ schema: One }) { collectionId }: One,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
    @MaybeSignedIn() me: Identity | null,
  ): Promise<CollectionDetail> {
    const viewer = viewerOf(me);
    const listed = await this.read.one(collectionId, viewer);
    const { ids, nextCursor } = await this.read.posts(collectionId, cursor, viewer);
    const [collection, page] = await Promise.all([this.views.one(listed), this.posts.byIds(ids, viewer.personId)]);
    const { leftOut } = listed;
    return { collection, page: { ...page, nextCursor }, ...(leftOut !== undefined && { leftOut }) };
  }

  @Route('newCollection')
  async open(
    @Body({ schema: NewBody }) body: z.infer<typeof NewBody>,
    @SignedIn() me: Identity,
  ): Promise<CollectionView> {
    const collection = await this.name.new(me.person.id, body);
    return this.views.one({ collection, count: 0, coverIds: [] });
  }

  @Route('changeCollection')
  async change(
    @Param({ schema: One }) { collectionId }: One,
    @Body({ schema: ChangeBody }) body: z.infer<typeof ChangeBody>,
    @SignedIn() me: Identity,
  ): Promise<CollectionView> {
    await this.name.again(me.person.id, collectionId, body);
    return this.views.one(await this.read.one(collectionId, viewerOf(me)));
  }

  @Route('removeCollection')
  async remove(@Param({ schema: One }) { collectionId }: One, @SignedIn() me: Identity): Promise<void> {
    await this.changeCollection.remove(me.person.id, collectionId);
  }
}
