import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { REDIS, type RedisConnections } from '@visionary/platform/bus';
import { bootApp } from '../support/app.js';
import { DEADLINE_MS } from '../support/deadlines.js';
import { eventually } from '../support/eventually.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { createRoom, openRoom, connectUser } from '../support/rooms.js';
import { freshDatabase, redisUrl } from '../support/services.js';

it('[D3] rejects requests with a code while the database is unreachable, and continues when it returns', async () => {
  const line = await startTcpProxy(await freshDatabase('mysql'));
  const { url } = await bootApp({ databaseUrl: line.url, logLevel: 'silent' });
  const mira = await connectUser(url);
  const room = await createRoom(mira);
  await openRoom(mira, room.id);
  const message = { roomId: room.id, clientId: randomUUID(), text: 'still there?' };
  line.disconnect();
  expect(await mira.live.rejectionOf('chat.send', message)).toBe('UNAVAILABLE');
  expect(await mira.client.get('/api/rooms')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  line.reconnect();
  const { event } = await mira.live.do('chat.send', message);
  expect(event).toMatchObject({ type: 'chat.sent', payload: { message: { text: 'still there?' } } });
});

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

it('[H15] a server that is stopped while Redis is unavailable lets its process exit', async () => {
  const databaseUrl = await freshDatabase('mysql');
  const line = await startTcpProxy(redisUrl());
  const before = timers();
  const { app, url, stop } = await bootApp({ databaseUrl, redisUrl: line.url, mode: 'cluster', logLevel: 'silent' });
  const { patient } = app.get<RedisConnections>(REDIS, { strict: false });
  line.disconnect();
  const bus = async () => ((await (await fetch(`${url}/api/health`)).json()) as { bus: string }).bus;
  while ((await bus()) !== 'down');
  // Redis fails pending commands itself if it closes while it connects.
  await eventually('it waits before it connects again', () => patient.status === 'reconnecting');
  const pending = patient.ping().then(
    () => 'answered',
    () => 'rejected',
  );
  await stop();
  expect(await Promise.race([pending, new Promise((resolve) => setImmediate(resolve))])).toBe('rejected');
  const deadline = performance.now() + DEADLINE_MS;
  while (timers() > before && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  expect(timers()).toBeLessThanOrEqual(before);
});
