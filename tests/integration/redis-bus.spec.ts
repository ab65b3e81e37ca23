import { once } from 'node:events';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { RedisBus } from '../../libs/platform/bus/redis-bus.js';
import { onCleanup } from '../support/cleanup.js';
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.js';
import { redisUrl } from '../support/services.js';
import { Logger } from '@nestjs/common';
import { RedisConnections } from '@visionary/platform/bus';

const PREFIX = 'visionary:1:';

/** A separate connection to Redis that can be cut, and its client. */
async function cuttable(): Promise<{ line: TcpProxy; redis: Redis }> {
  const line = await startTcpProxy(redisUrl());
  const redis = new Redis(line.url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  redis.on('error', () => undefined);
  onCleanup(() => redis.disconnect());
  await once(redis, 'ready');
  return { line, redis };
}

describe('a bus over Redis', () => {
  let publisher: { line: TcpProxy; redis: Redis };
  let subscriber: { line: TcpProxy; redis: Redis };
  let bus: RedisBus;
  let elsewhere: RedisBus;

  beforeAll(async () => {
    publisher = await cuttable();
    subscriber = await cuttable();
    bus = new RedisBus(publisher.redis, subscriber.redis, PREFIX);
    elsewhere = new RedisBus((await cuttable()).redis, (await cuttable()).redis, PREFIX);
  });

  it.each(['publisher', 'subscriber'] as const)(
    '[RT11] recovers when its last connection, the %s, is ready, and delivers messages published then',
    async (last) => {
      const lines = { publisher, subscriber };
      const first = last === 'publisher' ? 'subscriber' : 'publisher';
      let recoveries = 0;
      const recovered = new Promise<void>((resolve) =>
        bus.onRecovered(() => {
          recoveries += 1;
          bus.publish(`said-${last}`, 'I am back');
          resolve();
        }),
      );
      const received = new Promise((resolve) => elsewhere.subscribe(`said-${last}`, resolve));
      for (const { line, redis } of Object.values(lines)) {
        const closed = once(redis, 'close');
        line.disconnect();
        await closed;
      }
      const stands = once(lines[first].redis, 'ready');
      lines[first].line.reconnect();
      await stands;
      await lines[first].redis.ping();
      expect(bus.status).toBe('down');
      expect(recoveries).toBe(0);
      lines[last].line.reconnect();
      await recovered;
      expect(await received).toBe('I am back');
    },
  );
});

/** The connections of a node, all over one proxy that can be cut. */
async function aNode(): Promise<{ line: TcpProxy; redis: RedisConnections }> {
  const line = await startTcpProxy(redisUrl());
  const redis = new RedisConnections(line.url, 'visionary');
  onCleanup(() => redis.close());
  await Promise.all([once(redis.commands, 'ready'), once(redis.patient, 'ready')]);
  return { line, redis };
}

/** A command that Redis doesn't answer until an entry arrives. */
const waitingOn = (redis: Redis): Promise<string> =>
  redis.blpop('nothing-comes', 0).then(
    () => 'answered',
    (error: Error) => `refused: ${error.message}`,
  );

describe('the Redis connections of a node', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('[H20] reject pending and new commands at once when they are down', async () => {
    const { line, redis } = await aNode();
    const onItsWay = waitingOn(redis.commands);
    await redis.patient.ping();
    line.disconnect();
    expect(await onItsWay).toMatch(/^refused: /);
    expect(await waitingOn(redis.commands)).toMatch(/^refused: /);
  });

  it('[H20] reject all waiting commands when they are closed during an outage', async () => {
    const { line, redis } = await aNode();
    const onItsWay = waitingOn(redis.patient);
    const away = new Promise((resolve) => redis.patient.once('reconnecting', resolve));
    line.disconnect();
    await away;
    const queuedMeanwhile = waitingOn(redis.patient);
    await redis.close();
    expect(await Promise.all([onItsWay, queuedMeanwhile, waitingOn(redis.patient)])).toEqual([
      ...['refused: The connection to Redis was closed', 'refused: The connection to Redis was closed'],
      'refused: Connection is closed.',
    ]);
  });
});
