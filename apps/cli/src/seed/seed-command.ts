import { BUILT_IN_MODEL } from '@visionary/contract';
import type { INestApplicationContext } from '@nestjs/common';
import { RemoveSeed, type SampleLoraId, SeedInstance } from '@visionary/feed';
import type { Config } from '@visionary/platform/config';
import { findModel } from '../find-model.js';
import { pluralize } from '../models/format.js';
import { withCancellation } from '../terminal/cancel-on-signal.js';
import { withInstance } from './with-instance.js';
import { publishSamples } from './publish-samples.js';
import { SeedLoraFiles } from './sample-loras.js';
import { rendererSettingsOf } from '../render/renderer-session.js';
import { SeedRenderer } from './seed-renderer.js';
import { readSeedOptions } from './seed-options.js';

/** `visionary seed`. @returns the result, as a sentence. @throws UsageError, UserError, CancelledError */
export async function seed(args: readonly string[], config: Config): Promise<string> {
  const { count, remove } = readSeedOptions(args);
  return withInstance(config, (instance) => (remove ? removeSeed(instance) : addSeed(instance, count, config)));
}

async function addSeed(instance: INestApplicationContext, count: number, config: Config): Promise<string> {
  const model = await findModel(config.modelsDir, BUILT_IN_MODEL);
  const files = await SeedLoraFiles.open(config.modelsDir);
  return withCancellation(async (signal) => {
    const renderer = new SeedRenderer(model, fileOf(files), rendererSettingsOf(config), signal);
    const onImage = (done: number) => console.error(`image ${done} of ${count}`);
    try {
      const render = renderer.render.bind(renderer);
      const request = { count, model, publish: publishSamples(instance, files), render, onImage };
      const counts = await instance.get(SeedInstance, { strict: false }).run(request);
      const images = `${pluralize(count, 'sample image')} and ${pluralize(counts.models, 'model')}`;
      const members = `${pluralize(counts.users, 'user')} in ${pluralize(counts.rooms, 'room')}`;
      return `Added ${images} by ${members}, marked as samples. Remove them with npx visionary seed --remove.`;
    } finally {
      await renderer.end();
      await files.close();
    }
  });
}

const fileOf = (files: SeedLoraFiles) => async (id: string) => {
  const file = await files.of(id as SampleLoraId);
  if (!file) throw new Error(`No LoRA file for ${id}.`);
  return file.path;
};

async function removeSeed(instance: INestApplicationContext): Promise<string> {
  const { posts, users, rooms, keptRooms } = await instance.get(RemoveSeed, { strict: false }).run();
  const keptNote = keptRooms === 0 ? '' : ` Kept ${keptRooms} of their rooms because others wrote or rendered there.`;
  return `Removed ${posts} sample images, ${users} users with their models, and ${rooms} rooms.${keptNote}`;
}
