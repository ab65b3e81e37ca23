import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Renderers } from '../../libs/generation/domain/renderers.js';
import { anOrder, CarrierEar, serverAt, stationAt } from '../support/carriers.js';
import { DEADLINE_MS } from '../support/deadlines.js';
import { atTheEnd } from '../support/endings.js';
import { TINY_MODELS } from '../support/jam.js';
import { redisUrl } from '../support/services.js';

const LONG = { steps: 150, batch: 4 };

describe('two servers and a renderer that know of each other by Redis', () => {
  let servers: [Renderers, Renderers];
  let ears: [CarrierEar, CarrierEar];
  let redis: Redis;

  beforeAll(async () => {
    redis = new Redis(redisUrl());
    atTheEnd(() => redis.disconnect());
    await redis.flushdb();
    servers = [serverAt(redisUrl()), serverAt(redisUrl())];
    ears = [new CarrierEar(servers[0]), new CarrierEar(servers[1])];
    stationAt(redisUrl(), TINY_MODELS);
    await Promise.all(servers.map((server, index) => server.start(ears[index] as CarrierEar)));
    await Promise.all(ears.map((ear) => ear.idle()));
  });

  const give = async (order = anOrder(LONG)) => {
    const { id } = await ears[0].idle();
    await servers[0].give(id, order);
    return order.turn;
  };
  const endsOf = (id: string) => ears.flatMap(({ ends }) => ends.filter(({ turn }) => turn.id === id));
  const ended = (id: string) =>
    Promise.race(ears.map((ear) => ear.end({ id, takeId: '', roomId: '', authorId: '', model: '' })));

  it('[N6] let one of the servers note an end, and every one hear the steps', async () => {
    const turns = [];
    for (let n = 0; n < 4; n++) {
      const turn = await give(anOrder());
      turns.push(turn);
      await ended(turn.id);
      await Promise.all(ears.map((ear) => ear.step(turn, 4)));
    }
    expect(turns.map(({ id }) => endsOf(id).length)).toEqual([1, 1, 1, 1]);
  });

  it('[N6] give out takes one server at a time', async () => {
    let inside = 0;
    const both = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await redis.ping();
      inside -= 1;
    };
    const results = await Promise.all(Array.from({ length: 10 }, (_, n) => servers[n % 2 ? 1 : 0].alone(both)));
    expect(results.filter(Boolean).length).toBeGreaterThan(0);
    await expect(servers[0].alone(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await servers[1].alone(async () => undefined)).toBe(true);
  });

  it('[N6] see that a renderer has been given something before it says so', async () => {
    const { id } = await ears[0].idle();
    const order = anOrder(LONG);
    await servers[0].give(id, order);
    expect(await servers[1].idle()).toEqual([]);
    servers[1].tell({ type: 'cancel', takeId: order.turn.takeId });
    expect((await ended(order.turn.id)).outcome.type).toBe('cancelled');
  });

  it('[N12] lose nothing when Redis comes back empty in the middle of a take', async () => {
    const turn = await give();
    await ears[0].step(turn, 2);
    await redis.flushdb();
    const { outcome } = await ended(turn.id);
    if (outcome.type !== 'finished') throw new Error(JSON.stringify(outcome));
    expect(outcome.pictures).toHaveLength(4);
    const next = await give(anOrder());
    expect((await ended(next.id)).outcome.type).toBe('finished');
  });

  it('[N6] leave nothing of a turn in Redis', async () => {
    await ears[0].idle();
    const left = async (): Promise<string[]> => {
      const keys = await redis.keys('visionary:*');
      return keys.filter((key) => /:(order|end):|turns-.*:(wait|active)$|ends:[0-9a-f]{8}/.test(key));
    };
    const deadline = Date.now() + DEADLINE_MS;
    while ((await left()).length > 0 && Date.now() < deadline) await redis.ping();
    expect(await left()).toEqual([]);
  });
});
