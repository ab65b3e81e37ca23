import { type INestApplicationContext, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigError, readWorkerConfig } from '@visionary/platform/config';
import { PinoLogger } from '@visionary/platform/log';
import { RenderWorkerModule } from '../../../libs/generation/render-worker.module.js';

const DEADLINE_MS = 9_000;

/** Returns its take before it exits. A second signal does not wait. */
function stopOnSignal(worker: INestApplicationContext): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
    void worker.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

try {
  const config = readWorkerConfig(process.env);
  const logger = new PinoLogger({ level: config.logLevel, pretty: config.logPretty });
  const worker = await NestFactory.createApplicationContext(RenderWorkerModule.forRoot(config), {
    logger,
    abortOnError: false,
  });
  stopOnSignal(worker);
  const { host } = new URL(config.redisUrl ?? '');
  new Logger('Renderer').log(`Rendering takes from ${host} with the models in ${config.modelsDir}`);
} catch (error) {
  const why = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`The renderer cannot start: ${why}\n`);
  process.exit(1);
}
