import { Injectable } from '@nestjs/common';
import type { Model } from '@visionary/generation';
import { SampleCollections } from './sample-collections.js';
import { SampleCast } from './sample-cast.js';
import type { PublishSample } from './sample-models.js';
import { SamplePosts } from './sample-posts.js';
import { type RenderSample, SampleTakes } from './sample-takes.js';

export interface SeedOrder {
  /** How many pictures. */
  readonly count: number;
  readonly model: Model;
  readonly publish: PublishSample;
  readonly render: RenderSample;
  /** After each picture. */
  readonly onPicture: (done: number) => void;
}

/** Fills an instance with people, rooms, models and pictures, marked as samples. What is there already is not made again. */
@Injectable()
export class SeedSamples {
  constructor(
    private readonly cast: SampleCast,
    private readonly takes: SampleTakes,
    private readonly posts: SamplePosts,
    private readonly collections: SampleCollections,
  ) {}

  async run({
    count,
    model,
    publish,
    render,
    onPicture,
  }: SeedOrder): Promise<{ readonly people: number; readonly rooms: number; readonly models: number }> {
    const { people, roomIds, loras } = await this.cast.run(publish);
    const postIds: string[] = [];
    for (let n = 0; n < count; n++) {
      const take = await this.takes.run(n, { people, roomIds, model, loras, render });
      postIds.push(await this.posts.run(n, take, people));
      onPicture(n + 1);
    }
    await this.collections.run(postIds, people);
    const models = new Set(loras.map(({ modelId }) => modelId)).size;
    return { people: people.length, rooms: roomIds.length, models };
  }
}
