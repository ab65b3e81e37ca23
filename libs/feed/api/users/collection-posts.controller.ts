import { Body, Controller, Param } from '@nestjs/common';
import { Id, SetCollectionPosition as PlaceBody } from '@visionary/contract';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { ChangeCollection } from '../../use-cases/users/change-collection.js';
import { PlaceInCollection } from '../../use-cases/users/place-in-collection.js';

const Place = z.strictObject({ collectionId: Id, postId: Id });
type Place = z.infer<typeof Place>;

/** What is in a collection, and in which order. */
@Controller()
export class CollectionPostsController {
  constructor(
    private readonly placeInCollection: PlaceInCollection,
    private readonly changeCollection: ChangeCollection,
  ) {}

  @Route('setCollectionPosition')
  async place(
    @Param({ schema: Place }) { collectionId, postId }: Place,
    @Body({ schema: PlaceBody }) { afterPostId }: z.infer<typeof PlaceBody>,
    @CurrentUser() me: Identity,
  ): Promise<void> {
    await this.placeInCollection.run({ userId: me.user.id, collectionId, postId, afterPostId });
  }

  @Route('removeFromCollection')
  async takeOut(@Param({ schema: Place }) { collectionId, postId }: Place, @CurrentUser() me: Identity): Promise<void> {
    await this.changeCollection.takeOut(me.user.id, collectionId, postId);
  }
}
