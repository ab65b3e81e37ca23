import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import { Collections } from '../../domain/people/collections.js';
import { NewCollection } from '../people/new-collection.js';
import { PlaceInCollection } from '../people/place-in-collection.js';
import { sceneOf } from './sample-takes.js';

/** Of each the first pictures of one room. */
const COLLECTIONS = [
  { owner: 4, room: 0, title: 'Night shift', about: 'Whatever is awake when I am.' },
  { owner: 1, room: 1, title: '海的颜色', about: '想再看一遍的海。' },
] as const;
const KEPT = 8;

/** What some of them keep together. */
@Injectable()
export class SampleCollections {
  constructor(
    private readonly collections: Collections,
    private readonly newCollection: NewCollection,
    private readonly place: PlaceInCollection,
  ) {}

  async run(postIds: readonly string[], people: readonly Person[]): Promise<void> {
    for (const { owner, room, title, about } of COLLECTIONS) {
      const personId = people[owner]?.id ?? '';
      const theirs = await this.collections.of(personId, 'all', 100);
      const there = theirs.find((collection) => collection.title === title);
      const { id } = there ?? (await this.newCollection.run(personId, { title, about, isShared: true }));
      const kept = postIds.filter((_id, n) => sceneOf(n).room === room).slice(0, KEPT);
      for (const postId of kept) {
        await this.place.run({ personId, collectionId: id, postId, afterPostId: undefined });
      }
    }
  }
}
