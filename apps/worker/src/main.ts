import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { closeDataFolder, ConfigError, readWorkerConfig } from '@visionary/platform/config';
import { PinoLogger } from '@visionary/platform/log';
import { stopOnSignal } from '../../shared/stop-on-signal.js';
import { RenderWorkerModule } from '../../../libs/generation/render-worker.module.js';

try {
  const config = readWorkerConfig(process.env);
  closeDataFolder(config.dataDir);
  const logger = new PinoLogger({ level: config.logLevel, pretty: config.logPretty });
  const worker = await NestFactory.createApplicationContext(RenderWorkerModule.forRoot(config), {
    logger,
    abortOnError: false,
  });
  stopOnSignal(worker, 'Renderer');
  const { host } = new URL(config.redisUrl ?? '');
  new Logger('Renderer').log(`Rendering takes from ${host} with the models in ${config.modelsDir}`);
} catch (error) {
  const reason = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`The renderer cannot start: ${reason}\n`);
  process.exit(1);
}
