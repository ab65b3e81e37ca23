import { Injectable } from '@nestjs/common';
import type { Model } from '@visionary/generation';
import { type PublishSample, SeedModels } from './seed-models.js';
import { SeedPosts } from './seed-posts.js';
import { type RenderSample, SeedTakes } from './seed-takes.js';
import { SeedUsers } from './seed-users.js';

export interface SeedCommand {
  /** Number of images. */
  readonly count: number;
  readonly model: Model;
  readonly publish: PublishSample;
  readonly render: RenderSample;
  /** Called after each image. */
  readonly onImage: (done: number) => void;
}

/** Fills an instance with users, rooms, models, and images, marked as samples. Idempotent. */
@Injectable()
export class SeedInstance {
  constructor(
    private readonly users: SeedUsers,
    private readonly models: SeedModels,
    private readonly takes: SeedTakes,
    private readonly posts: SeedPosts,
  ) {}

  async run({
    count,
    model,
    publish,
    render,
    onImage,
  }: SeedCommand): Promise<{ readonly users: number; readonly rooms: number; readonly models: number }> {
    const users = await this.users.users();
    const roomIds = await this.users.rooms(users);
    const loras = await this.models.run(users, publish);
    const postIds: string[] = [];
    for (let n = 0; n < count; n++) {
      const take = await this.takes.run(n, { users, roomIds, model, loras, render });
      postIds.push(await this.posts.publish(n, take, users));
      onImage(n + 1);
    }
    await this.posts.collect(postIds, users);
    const models = new Set(loras.map(({ modelId }) => modelId)).size;
    return { users: users.length, rooms: roomIds.length, models };
  }
}
