import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { RedisConnections } from '@visionary/platform/bus';
import type { Redis } from 'ioredis';
import { onCleanup } from '../support/cleanup.js';
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.js';
import { redisUrl } from '../support/services.js';

/** The connections of a node, all over one proxy that can be cut. */
async function aNode(): Promise<{ line: TcpProxy; redis: RedisConnections }> {
  const line = await startTcpProxy(redisUrl());
  const redis = new RedisConnections(line.url);
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
    const askedMeanwhile = waitingOn(redis.patient);
    await redis.close();
    expect(await Promise.all([onItsWay, askedMeanwhile, waitingOn(redis.patient)])).toEqual([
      ...['refused: The connection to Redis was closed', 'refused: The connection to Redis was closed'],
      'refused: Connection is closed.',
    ]);
  });
});
