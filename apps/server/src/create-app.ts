import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FreeSpace } from '@visionary/platform/blobs';
import { announcePrefix, REDIS, type RedisConnections } from '@visionary/platform/bus';
import { closeDataFolder, type Config } from '@visionary/platform/config';
import { HttpServerAdapter, setUpHttp } from '@visionary/platform/http';
import { PinoLogger } from '@visionary/platform/log';
import { RealtimeAdapter } from '@visionary/platform/realtime';
import { ServerModule } from './server.module.js';
import { readVersion } from '../../shared/version.js';

/** Creates the server with a migrated database, ready to listen. The caller closes it. */
export const createApp = async (config: Config): Promise<NestExpressApplication> => {
  closeDataFolder(config.dataDir);
  const appVersion = readVersion();
  const app = await NestFactory.create<NestExpressApplication>(
    ServerModule.forRoot(config, appVersion),
    new HttpServerAdapter(),
    {
      bodyParser: false,
      abortOnError: false,
      logger: new PinoLogger({ level: config.logLevel, pretty: config.logPretty }),
    },
  );
  const freeSpace = app.get(FreeSpace);
  setUpHttp(app, config, appVersion, (error) => freeSpace.recordFailure(error));
  app.useWebSocketAdapter(new RealtimeAdapter(app));
  const redis = app.get<RedisConnections | null>(REDIS, { strict: false });
  if (redis) announcePrefix(redis);
  return app;
};
