import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { CheckFields } from '@visionary/safety';
import type { Collection } from '../../domain/people/collections.js';
import { profileSubject } from '../../domain/people/subjects.js';
import { ChangeCollection, type CollectionAspects } from './change-collection.js';
import { NewCollection } from './new-collection.js';

const SCOPES = { titles: ['title', 'about'] } as const;

/** Begins a collection, or gives it other words, where those may be read by everybody. */
@Injectable()
export class NameCollection {
  constructor(
    private readonly fields: CheckFields,
    private readonly begin: NewCollection,
    private readonly change: ChangeCollection,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection SAFETY_WORDS, and as NewCollection */
  new(ownerId: string, aspects: CollectionAspects): Promise<Collection> {
    return this.named(ownerId, aspects, (said) => this.begin.run(ownerId, said));
  }

  /** @throws Rejection SAFETY_WORDS, and as ChangeCollection */
  again(ownerId: string, collectionId: string, aspects: Partial<CollectionAspects>): Promise<Collection> {
    return this.named(ownerId, aspects, (said) => this.change.change(ownerId, collectionId, said));
  }

  /** Those who moderate look at its owner: a collection is part of their page. */
  private async named<T extends Partial<CollectionAspects>>(
    ownerId: string,
    aspects: T,
    keep: (said: T) => Promise<Collection>,
  ): Promise<Collection> {
    const { said, flag } = await this.fields.run<T>(SCOPES, aspects);
    const work = async () => {
      const collection = await keep(said);
      await flag({ kind: 'person', id: ownerId });
      return collection;
    };
    return this.unitOfWork.run(work, [profileSubject(ownerId)]);
  }
}
