import { mkdirSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { RemoveSamples, SampleMakers, SeedSamples } from '@visionary/feed';
import type { Config } from '@visionary/platform/config';
import { findModel } from '../find-model.js';
import { cancellable } from '../terminal/cancel-on-signal.js';
import { InstanceModule } from './instance.module.js';
import { putSampleLoras, takeSampleLorasAway } from './sample-loras.js';
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
  return cancellable(async (signal) => {
    const renderer = new SampleRenderer(model, config.modelsDir, config.rendererThreads, signal);
    const onPicture = (done: number) => console.error(`picture ${done} of ${count}`);
    try {
      const render = renderer.render.bind(renderer);
      const loras = await putSampleLoras(config.modelsDir);
      const order = { count, model, loras, render, onPicture };
      const made = await instance.get(SeedSamples, { strict: false }).run(order);
      return `There are ${count} sample pictures by ${made.people} people in ${made.rooms} rooms, marked as samples. npx visionary seed --remove takes them away.`;
    } finally {
      await renderer.end();
    }
  });
}

async function takeAway(instance: INestApplicationContext, { modelsDir }: Config): Promise<string> {
  // Whose they are is known as long as their makers are there.
  const made = await instance.get(SampleMakers, { strict: false }).made();
  const { posts, people, rooms, keptRooms } = await instance.get(RemoveSamples, { strict: false }).run();
  await takeSampleLorasAway(
    modelsDir,
    made.map(({ name, hash }) => ({ id: name, hash })),
  );
  const kept = keptRooms === 0 ? '' : ` ${keptRooms} of their rooms stayed: others have said or made something there.`;
  return `Gone are ${posts} sample pictures, ${people} people and ${rooms} rooms.${kept}`;
}

/** Nothing of its queue is rendered here: that is the servers' work. */
async function inInstance<T>(config: Config, act: (instance: INestApplicationContext) => Promise<T>): Promise<T> {
  mkdirSync(config.dataDir, { recursive: true });
  const module = InstanceModule.forRoot({ ...config, rendererStart: false });
  const instance = await NestFactory.createApplicationContext(module, {
    abortOnError: false,
    logger: ['error', 'fatal'],
  });
  try {
    return await act(instance);
  } finally {
    await instance.close();
  }
}
