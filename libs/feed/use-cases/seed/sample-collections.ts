import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import { Collections } from '../../domain/users/collections.js';
import { NewCollection } from '../users/new-collection.js';
import { PlaceInCollection } from '../users/place-in-collection.js';
import { sceneOf } from './sample-takes.js';

/** Of each the first images of one room. */
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

  async run(postIds: readonly string[], users: readonly User[]): Promise<void> {
    for (const { owner, room, title, about: description } of COLLECTIONS) {
      const userId = users[owner]?.id ?? '';
      const theirs = await this.collections.of(userId, 'all', 100);
      const there = theirs.find((collection) => collection.title === title);
      const { id } = there ?? (await this.newCollection.run(userId, { title, description, isShared: true }));
      const kept = postIds.filter((_id, n) => sceneOf(n).room === room).slice(0, KEPT);
      for (const postId of kept) {
        await this.place.run({ userId, collectionId: id, postId, afterPostId: undefined });
      }
    }
  }
}
