import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { CheckForm } from '@visionary/safety';
import type { Collection } from '../../domain/users/collections.js';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { ChangeCollection, type CollectionAspects } from './change-collection.js';
import { NewCollection } from './new-collection.js';

const SCOPES = { titles: ['title', 'description'] } as const;

/** Begins a collection, or gives it other words, where those may be read by everybody. */
@Injectable()
export class SaveCollection {
  constructor(
    private readonly fields: CheckForm,
    private readonly begin: NewCollection,
    private readonly change: ChangeCollection,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection SAFETY_BLOCKED_TERMS, and as NewCollection */
  new(ownerId: string, aspects: CollectionAspects): Promise<Collection> {
    return this.named(ownerId, aspects, (said) => this.begin.run(ownerId, said));
  }

  /** @throws Rejection SAFETY_BLOCKED_TERMS, and as ChangeCollection */
  again(ownerId: string, collectionId: string, aspects: Partial<CollectionAspects>): Promise<Collection> {
    return this.named(ownerId, aspects, (said) => this.change.change(ownerId, collectionId, said));
  }

  /** Those who moderate look at its owner: a collection is part of their page. */
  private async named<T extends Partial<CollectionAspects>>(
    ownerId: string,
    aspects: T,
    keep: (said: T) => Promise<Collection>,
  ): Promise<Collection> {
    const { fields, flag } = await this.fields.run<T>(SCOPES, aspects);
    const work = async () => {
      const collection = await keep(fields);
      await flag({ kind: 'user', id: ownerId });
      return collection;
    };
    return this.unitOfWork.run(work, [profileCacheTag(ownerId)]);
  }
}
