import type { INestApplicationContext } from '@nestjs/common';
import { RemoveSamples, type SampleLoraId, SeedSamples } from '@visionary/feed';
import type { Config } from '@visionary/platform/config';
import { findModel } from '../find-model.js';
import { cancellable } from '../terminal/cancel-on-signal.js';
import { inInstance } from './in-instance.js';
import { publishSamples } from './publish-samples.js';
import { SampleLoraFiles, takeOldSampleLorasAway } from './sample-loras.js';
import { SampleRenderer } from './sample-renderer.js';
import { readSeedOptions } from './seed-options.js';

/** The one that comes along. */
const MODEL = 'visionary-mini';

/**
 * `visionary seed`.
 * @returns what is there now, in a sentence
 * @throws Usage, Trouble, Cancelled
 */
export async function seed(args: readonly string[], config: Config): Promise<string> {
  const { count, remove } = readSeedOptions(args);
  return inInstance(config, (instance) => (remove ? takeAway(instance, config) : fill(instance, count, config)));
}

async function fill(instance: INestApplicationContext, count: number, config: Config): Promise<string> {
  const model = await findModel(config.modelsDir, MODEL);
  const files = await SampleLoraFiles.open(config.modelsDir);
  return cancellable(async (signal) => {
    const renderer = new SampleRenderer(model, fileOf(files), config.rendererThreads, signal);
    const onPicture = (done: number) => console.error(`image ${done} of ${count}`);
    try {
      const render = renderer.render.bind(renderer);
      const order = { count, model, publish: publishSamples(instance, files), render, onPicture };
      const made = await instance.get(SeedSamples, { strict: false }).run(order);
      return `Added ${count} sample images and ${made.models} models by ${made.people} users in ${made.rooms} rooms, marked as samples. Remove them with npx visionary seed --remove.`;
    } finally {
      await renderer.end();
      await files.close();
    }
  });
}

const fileOf = (files: SampleLoraFiles) => async (id: string) => {
  const file = await files.of(id as SampleLoraId);
  if (!file) throw new Error(`there is no file of ${id}`);
  return file.path;
};

async function takeAway(instance: INestApplicationContext, { modelsDir }: Config): Promise<string> {
  const { posts, people, rooms, keptRooms } = await instance.get(RemoveSamples, { strict: false }).run();
  await takeOldSampleLorasAway(modelsDir);
  const kept = keptRooms === 0 ? '' : ` Kept ${keptRooms} of their rooms because others wrote or rendered there.`;
  return `Removed ${posts} sample images, ${people} users with their models, and ${rooms} rooms.${kept}`;
}
