import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { closeDataFolder, type Config } from '@visionary/platform/config';
import { instanceModules } from '../../../shared/instance.js';

/** A server without HTTP and sockets. Commands follow the same rules as requests to a server. */
@Module({})
class InstanceModule {}

/** Runs `act` with all services of a server. The render queue is left to the servers. */
export async function withInstance<T>(
  config: Config,
  work: (instance: INestApplicationContext) => Promise<T>,
): Promise<T> {
  closeDataFolder(config.dataDir);
  const imports = instanceModules(
    { ...config, rendererEnabled: false, hubSamplesEnabled: false, houseRoomEnabled: false },
    'terminal',
    false,
  );
  const instance = await NestFactory.createApplicationContext(
    { module: InstanceModule, imports },
    { abortOnError: false, logger: ['error', 'fatal'] },
  );
  try {
    return await work(instance);
  } finally {
    await instance.close();
  }
}
