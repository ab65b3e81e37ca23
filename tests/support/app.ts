import type { AddressInfo } from 'node:net';
import type { Abstract, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Config, readConfig } from '@visionary/platform/config';
import { Database } from '@visionary/platform/database';
import { createApp } from '../../apps/server/src/create-app.js';
import { Passwords } from '../../libs/accounts/storage/passwords.js';
import { onCleanup } from './cleanup.js';
import { cachePasswordHash } from './cached-password-hash.js';
import { freshFolder, provideTables, redisPrefixOf } from './services.js';

export interface RunningApp {
  readonly app: NestExpressApplication;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly config: Config;
  /** A provider of any module. */
  get<T>(provider: Type<T> | Abstract<T>): T;
  /** Stops it now, like an operator; otherwise it stops after the last test of the file. */
  stop(): Promise<void>;
}

/** Settings of a server that renders, next to a test on a machine with few cores. */
export const RENDERING = { rendererEnabled: true, rendererThreads: 1 } as const;

/**
 * Boots the whole server on a free port with a separate data folder, on SQLite unless `settings` differ. It renders
 * only with `rendererEnabled`: a renderer takes longer to start than the server, and few tests need one.
 */
export async function bootApp(settings: Partial<Config> = {}): Promise<RunningApp> {
  const defaults = readConfig({
    DATA_DIR: freshFolder(),
    PORT: '0',
    NEW_ACCOUNT_LIMIT_HOURS: '0',
    PUBLIC_ROOM_PACE: '0',
    // Off by default: the image checker is a process that takes a second to start.
    IMAGE_CHECK: 'off',
    // Images are compared byte by byte.
    RENDERER_PROVIDER: 'cpu',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'error',
  });
  const config: Config = {
    ...defaults,
    logPretty: false,
    rendererEnabled: false,
    hubSamplesEnabled: false,
    houseRoomEnabled: false,
    ...(settings.databaseUrl && { redisPrefix: redisPrefixOf(settings.databaseUrl) }),
    ...settings,
  };
  await provideTables(config.databaseUrl);
  const app = await createApp(config);
  cachePasswordHash(app.get(Passwords, { strict: false }));
  await app.listen(config.port, config.host);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= app.close());
  onCleanup(stop);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const get = <T>(provider: Type<T> | Abstract<T>) => app.get(provider, { strict: false });
  return { app, url: `http://${config.host}:${port}`, config, get, stop };
}

/** Rows of a table in the database of a running server. */
export const rowsOf = ({ get }: RunningApp, table: string, where = '1 = 1'): Promise<Record<string, unknown>[]> =>
  get(Database).em.execute(`select * from ${table} where ${where}`);
