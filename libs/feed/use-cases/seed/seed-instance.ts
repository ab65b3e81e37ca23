import { Injectable } from '@nestjs/common';
import type { Model } from '@visionary/generation';
import { SampleCollections } from './sample-collections.js';
import { SeedSetup } from './seed-setup.js';
import type { PublishSample } from './sample-models.js';
import { SamplePosts } from './sample-posts.js';
import { type RenderSample, SampleTakes } from './sample-takes.js';

export interface SeedOrder {
  /** How many images. */
  readonly count: number;
  readonly model: Model;
  readonly publish: PublishSample;
  readonly render: RenderSample;
  /** After each image. */
  readonly onImage: (done: number) => void;
}

/** Fills an instance with users, rooms, models and images, marked as samples. What is there already is not made again. */
@Injectable()
export class SeedInstance {
  constructor(
    private readonly cast: SeedSetup,
    private readonly takes: SampleTakes,
    private readonly posts: SamplePosts,
    private readonly collections: SampleCollections,
  ) {}

  async run({
    count,
    model,
    publish,
    render,
    onImage,
  }: SeedOrder): Promise<{ readonly users: number; readonly rooms: number; readonly models: number }> {
    const { users, roomIds, loras } = await this.cast.run(publish);
    const postIds: string[] = [];
    for (let n = 0; n < count; n++) {
      const take = await this.takes.run(n, { users, roomIds, model, loras, render });
      postIds.push(await this.posts.run(n, take, users));
      onImage(n + 1);
    }
    await this.collections.run(postIds, users);
    const models = new Set(loras.map(({ modelId }) => modelId)).size;
    return { users: users.length, rooms: roomIds.length, models };
  }
}
