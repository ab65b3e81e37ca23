import { expect, it } from '@jest/globals';
import { bootApp } from '../support/app.js';
import { DEADLINE_MS } from '../support/deadlines.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { freshDatabase, redisUrl } from '../support/services.js';

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

it('[H15] a server that is stopped while Redis is unavailable lets its process exit', async () => {
  const databaseUrl = await freshDatabase('mysql');
  const line = await startTcpProxy(redisUrl());
  const before = timers();
  const { url, stop } = await bootApp({ databaseUrl, redisUrl: line.url, mode: 'cluster', logLevel: 'silent' });
  line.disconnect();
  const bus = async () => ((await (await fetch(`${url}/api/health`)).json()) as { bus: string }).bus;
  while ((await bus()) !== 'down');
  await stop();
  const deadline = performance.now() + DEADLINE_MS;
  while (timers() > before && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  expect(timers()).toBeLessThanOrEqual(before);
});
