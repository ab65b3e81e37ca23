import { Injectable } from '@nestjs/common';
import type { Model } from '@visionary/generation';
import { SampleCollections } from './sample-collections.js';
import { SamplePeople } from './sample-people.js';
import { SamplePosts } from './sample-posts.js';
import { SampleRooms } from './sample-rooms.js';
import { type RenderSample, SampleTakes } from './sample-takes.js';

export interface SeedOrder {
  /** How many pictures. */
  readonly count: number;
  readonly model: Model;
  readonly render: RenderSample;
  /** After each picture. */
  readonly onPicture: (done: number) => void;
}

/** Fills an instance with people, rooms and pictures, marked as samples. What is there already is not made again. */
@Injectable()
export class SeedSamples {
  constructor(
    private readonly people: SamplePeople,
    private readonly rooms: SampleRooms,
    private readonly takes: SampleTakes,
    private readonly posts: SamplePosts,
    private readonly collections: SampleCollections,
  ) {}

  async run({
    count,
    model,
    render,
    onPicture,
  }: SeedOrder): Promise<{ readonly people: number; readonly rooms: number }> {
    const people = await this.people.run();
    const roomIds = await this.rooms.run(people);
    const postIds: string[] = [];
    for (let n = 0; n < count; n++) {
      const take = await this.takes.run(n, { people, roomIds, model, render });
      postIds.push(await this.posts.run(n, take, people));
      onPicture(n + 1);
    }
    await this.collections.run(postIds, people);
    return { people: people.length, rooms: roomIds.length };
  }
}
