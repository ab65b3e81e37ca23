import { mkdirSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Config } from '@visionary/platform/config';
import { InstanceModule } from './instance.module.js';

/** Runs `act` with all services of a server. The render queue is left to the servers. */
export async function withInstance<T>(
  config: Config,
  act: (instance: INestApplicationContext) => Promise<T>,
): Promise<T> {
  mkdirSync(config.dataDir, { recursive: true });
  const module = InstanceModule.forRoot({ ...config, rendererStart: false, hubSamples: false });
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
