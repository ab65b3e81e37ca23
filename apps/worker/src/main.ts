import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { closeDataFolder, ConfigError, readWorkerConfig } from '@visionary/platform/config';
import { examine, logFindings } from '@visionary/platform/doctor';
import { PinoLogger } from '@visionary/platform/log';
import { checkModels } from '../../shared/check-models.js';
import { stopOnSignal } from '../../shared/stop-on-signal.js';
import { startWatchdog } from '../../shared/watchdog.js';
import { redisPrefixOf } from './redis-prefix.js';
import { RenderWorkerModule } from '../../../libs/generation/render-worker.module.js';

try {
  const settings = readWorkerConfig(process.env);
  closeDataFolder(settings.dataDir);
  const logger = new PinoLogger({ level: settings.logLevel, pretty: settings.logPretty });
  Logger.overrideLogger(logger);
  const config = { ...settings, redisPrefix: await redisPrefixOf(settings) };
  const worker = await NestFactory.createApplicationContext(RenderWorkerModule.forRoot(config), {
    logger,
    abortOnError: false,
  });
  stopOnSignal(worker, 'Renderer');
  startWatchdog();
  const { host } = new URL(config.redisUrl ?? '');
  new Logger('Renderer').log(
    `Rendering takes of ${config.redisPrefix} from ${host} with the models in ${config.modelsDir}`,
  );
  void examine(config, 'worker', [checkModels(config)]).then(logFindings);
} catch (error) {
  const reason = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`The renderer cannot start: ${reason}\n`);
  process.exit(1);
}
