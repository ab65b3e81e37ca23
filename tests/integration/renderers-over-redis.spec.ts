import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Renderers } from '../../libs/generation/domain/renderers.js';
import {
  attemptRequest,
  TransportListener,
  startRedisRenderers,
  startRedisWorker,
} from '../support/renderer-transports.js';
import { DEADLINE_MS } from '../support/deadlines.js';
import { onCleanup } from '../support/cleanup.js';
import { TINY_MODELS } from '../support/jam.js';
import { redisUrl } from '../support/services.js';

const LONG = { steps: 150, batch: 4 };

describe('two servers and a renderer over Redis', () => {
  let servers: [Renderers, Renderers];
  let listeners: [TransportListener, TransportListener];
  let redis: Redis;

  beforeAll(async () => {
    redis = new Redis(redisUrl());
    onCleanup(() => redis.disconnect());
    await redis.flushdb();
    servers = [startRedisRenderers(redisUrl()), startRedisRenderers(redisUrl())];
    listeners = [new TransportListener(servers[0]), new TransportListener(servers[1])];
    startRedisWorker(redisUrl(), TINY_MODELS);
    await Promise.all(servers.map((server, index) => server.start(listeners[index] as TransportListener)));
    await Promise.all(listeners.map((listener) => listener.idle()));
  });

  const give = async (order = attemptRequest(LONG)) => {
    const { id } = await listeners[0].idle();
    await servers[0].assign(id, order);
    return order.attempt;
  };
  const endsOf = (id: string) => listeners.flatMap(({ ends }) => ends.filter(({ attempt }) => attempt.id === id));
  const ended = (id: string) =>
    Promise.race(listeners.map((listener) => listener.end({ id, takeId: '', roomId: '', authorId: '', model: '' })));

  it('[N6] sends a result to one server and steps to all', async () => {
    const attempts = [];
    for (let n = 0; n < 4; n++) {
      const attempt = await give(attemptRequest());
      attempts.push(attempt);
      await ended(attempt.id);
      await Promise.all(listeners.map((listener) => listener.step(attempt, 4)));
    }
    expect(attempts.map(({ id }) => endsOf(id).length)).toEqual([1, 1, 1, 1]);
  });

  it('[N6] lets one server dispatch at a time', async () => {
    let inside = 0;
    const both = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await redis.ping();
      inside -= 1;
    };
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, n) => servers[n % 2 ? 1 : 0].withDispatchLock(both)),
    );
    expect(results.filter(Boolean).length).toBeGreaterThan(0);
    await expect(servers[0].withDispatchLock(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await servers[1].withDispatchLock(async () => undefined)).toBe(true);
  });

  it('[N6] sees an assigned take before the renderer reports it', async () => {
    const { id } = await listeners[0].idle();
    const order = attemptRequest(LONG);
    await servers[0].assign(id, order);
    expect(await servers[1].idle()).toEqual([]);
    servers[1].sendCommand({ type: 'cancel', takeId: order.attempt.takeId });
    expect((await ended(order.attempt.id)).outcome.type).toBe('cancelled');
  });

  it('[N12] loses no take when Redis loses its data', async () => {
    const attempt = await give();
    await listeners[0].step(attempt, 2);
    await redis.flushdb();
    const { outcome } = await ended(attempt.id);
    if (outcome.type !== 'finished') throw new Error(JSON.stringify(outcome));
    expect(outcome.images).toHaveLength(4);
    const next = await give(attemptRequest());
    expect((await ended(next.id)).outcome.type).toBe('finished');
  });

  it('[N6] leaves nothing of an attempt in Redis', async () => {
    await listeners[0].idle();
    const left = async (): Promise<string[]> => {
      const keys = await redis.keys('visionary:*');
      return keys.filter((key) => /:(order|end):|attempts-.*:(wait|active)$|ends:[0-9a-f]{8}/.test(key));
    };
    const deadline = Date.now() + DEADLINE_MS;
    while ((await left()).length > 0 && Date.now() < deadline) await redis.ping();
    expect(await left()).toEqual([]);
  });
});
