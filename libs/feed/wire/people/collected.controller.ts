import { Body, Controller, Param } from '@nestjs/common';
import { Id, PlaceInCollection as PlaceBody } from '@visionary/contract';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { ChangeCollection } from '../../usecases/people/change-collection.js';
import { PlaceInCollection } from '../../usecases/people/place-in-collection.js';

const Place = z.strictObject({ collectionId: Id, postId: Id });
type Place = z.infer<typeof Place>;

/** What is in a collection, and in which order. */
@Controller()
export class CollectedController {
  constructor(
    private readonly placeInCollection: PlaceInCollection,
    private readonly changeCollection: ChangeCollection,
  ) {}

  @Route('placeInCollection')
  async place(
    @Param({ schema: Place }) { collectionId, postId }: Place,
    @Body({ schema: PlaceBody }) { afterPostId }: z.infer<typeof PlaceBody>,
    @SignedIn() me: Identity,
  ): Promise<void> {
    await this.placeInCollection.run({ personId: me.person.id, collectionId, postId, afterPostId });
  }

  @Route('takeFromCollection')
  async takeOut(@Param({ schema: Place }) { collectionId, postId }: Place, @SignedIn() me: Identity): Promise<void> {
    await this.changeCollection.takeOut(me.person.id, collectionId, postId);
  }
}
