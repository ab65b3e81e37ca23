import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { RedisConnections } from '@visionary/platform/bus';
import type { Redis } from 'ioredis';
import { onCleanup } from '../support/cleanup.js';
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.js';
import { redisUrl } from '../support/services.js';

/** The lines of a node, all of them over one that can be cut. */
async function aNode(): Promise<{ line: TcpProxy; redis: RedisConnections }> {
  const line = await startTcpProxy(redisUrl());
  const redis = new RedisConnections(line.url);
  onCleanup(() => redis.close());
  await Promise.all([once(redis.commands, 'ready'), once(redis.patient, 'ready')]);
  return { line, redis };
}

/** Asked of Redis, and not answered before something comes. */
const waitingOn = (redis: Redis): Promise<string> =>
  redis.blpop('nothing-comes', 0).then(
    () => 'answered',
    (error: Error) => `refused: ${error.message}`,
  );

describe('the lines of a node to Redis', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('[H20] refuse at once what was on its way when they broke, and what is asked while they are down', async () => {
    const { line, redis } = await aNode();
    const onItsWay = waitingOn(redis.commands);
    await redis.patient.ping();
    line.disconnect();
    expect(await onItsWay).toMatch(/^refused: /);
    expect(await waitingOn(redis.commands)).toMatch(/^refused: /);
  });

  it('[H20] which wait for Redis leave nobody without an answer when they are closed while it is away', async () => {
    const { line, redis } = await aNode();
    const onItsWay = waitingOn(redis.patient);
    const away = new Promise((resolve) => redis.patient.once('reconnecting', resolve));
    line.disconnect();
    await away;
    const askedMeanwhile = waitingOn(redis.patient);
    await redis.close();
    expect(await Promise.all([onItsWay, askedMeanwhile, waitingOn(redis.patient)])).toEqual([
      ...['refused: The line to Redis was closed', 'refused: The line to Redis was closed'],
      'refused: Connection is closed.',
    ]);
  });
});
