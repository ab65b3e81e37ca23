import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  attemptRequest,
  type TransportFixture,
  TransportListener,
  embeddedTransport,
  redisTransport,
} from '../support/renderer-transports.js';
import { redisUrl } from '../support/services.js';
import { TINY } from '../support/jam.js';

const CARRIERS = [
  ['in this process', () => embeddedTransport()],
  ['over Redis', () => redisTransport(redisUrl())],
] as const;

const LONG = { steps: 150, batch: 4 };

describe.each(CARRIERS)('a renderer %s', (_where, make) => {
  let transportFixture: TransportFixture;
  let ear: TransportListener;
  /** @returns its renderer, which accepted it */
  const give = async (order = attemptRequest(LONG)) => {
    const { id } = await ear.idle();
    expect(await transportFixture.renderers.assign(id, order)).toBe(true);
    return order.attempt;
  };

  beforeAll(async () => {
    transportFixture = make();
    ear = new TransportListener(transportFixture.renderers);
    await transportFixture.renderers.start(ear);
    await ear.idle();
  });

  it('[N6] reports steps, then one result with images', async () => {
    const attempt = await give(attemptRequest({ batch: 2 }));
    const { outcome } = await ear.end(attempt);
    if (outcome.type !== 'finished') throw new Error(JSON.stringify(outcome));
    expect(outcome.images.map(({ seed }) => seed)).toEqual([TINY.seed, TINY.seed + 1]);
    for (const { png } of outcome.images) expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG');
    const steps = ear.reports.filter((event) => event.attempt.id === attempt.id && event.report.type === 'step');
    expect(steps).toHaveLength(8);
    await ear.idle();
    expect(ear.ends.filter((end) => end.attempt.id === attempt.id)).toHaveLength(1);
    const { pool } = await ear.until('the pool', () =>
      transportFixture.renderers.list().find((one) => one.pool?.entries.length),
    );
    expect(pool?.entries.map(({ modelName }) => modelName)).toEqual([TINY.model]);
  });

  it('[N6] [T19] renders one take at a time, and sends heartbeats with its isolation', async () => {
    const attempt = await give();
    await ear.step(attempt);
    expect(await transportFixture.renderers.idle()).toEqual([]);
    expect(transportFixture.renderers.list()).toMatchObject([
      { state: 'rendering', attempt, idleSince: null, isolation: { level: expect.any(String) } },
    ]);
    await ear.until('it is held', () => ear.held.some(({ id }) => id === attempt.id));
    transportFixture.renderers.sendCommand({ type: 'cancel', takeId: attempt.takeId });
    expect((await ear.end(attempt)).outcome).toMatchObject({ type: 'cancelled' });
    expect((await ear.idle()).attempt).toBeNull();
  });

  it('[L27] finishes its take when it is paused, unloads its models, and gets none until it is resumed', async () => {
    const { renderers, worker } = transportFixture;
    const attempt = await give();
    await ear.step(attempt);
    worker.setPaused('busyCard', true);
    renderers.sendCommand({ type: 'stop', takeId: attempt.takeId });
    expect((await ear.end(attempt)).outcome).toMatchObject({ type: 'finished' });
    const paused = await ear.until('it is paused', () =>
      renderers.list().find(({ state, pool }) => state === 'unavailable' && pool?.entries.length === 0),
    );
    expect(paused).toMatchObject({ pausedBy: 'busyCard', idleSince: null });
    expect(worker.assign(attemptRequest())).toBe(false);
    // Another reason holds on.
    worker.setPaused('owner', true);
    worker.setPaused('busyCard', false);
    expect(await renderers.idle()).toEqual([]);
    worker.setPaused('owner', false);
    await ear.end(await give(attemptRequest({ steps: 2 })));
  });

  it('[L27] returns its take when the memory of the card is full', async () => {
    const attempt = await give();
    await ear.step(attempt);
    transportFixture.worker.setPaused('busyCard', true);
    transportFixture.worker.returnTake();
    expect((await ear.end(attempt)).outcome).toMatchObject({ type: 'returned' });
    transportFixture.worker.setPaused('busyCard', false);
    await ear.idle();
  });

  it('[N6] cancels when the command arrives before the request', async () => {
    const order = attemptRequest(LONG);
    transportFixture.renderers.sendCommand({ type: 'cancel', takeId: order.attempt.takeId });
    await give(order);
    expect((await ear.end(order.attempt)).outcome).toEqual({
      type: 'cancelled',
      takeId: order.attempt.takeId,
      step: 0,
    });
  });

  it('[N6] repeats applied steers in the result when it is steered and stopped', async () => {
    const attempt = await give();
    await ear.step(attempt, 2);
    const steerId = randomUUID();
    const steer = { type: 'steer', takeId: attempt.takeId, steerId, prompt: 'a blue fox', negative: '' } as const;
    transportFixture.renderers.sendCommand(steer);
    // A server that is unsure sends it again.
    transportFixture.renderers.sendCommand(steer);
    const { report } = await ear.until('the words hold', () =>
      ear.reports.find(({ report: said }) => said.type === 'steered' && said.steerId === steerId),
    );
    transportFixture.renderers.sendCommand({ type: 'stop', takeId: attempt.takeId });
    const { outcome, steers } = await ear.end(attempt);
    if (outcome.type !== 'finished') throw new Error(JSON.stringify(outcome));
    expect(outcome.record.job.stopPoint).toBeDefined();
    expect(outcome.record.job.promptChanges).toMatchObject([{ prompt: 'a blue fox' }]);
    expect([report]).toMatchObject(steers);
    expect(steers).toHaveLength(1);
  });

  it('[N7] sends frames to subscribers only', async () => {
    const attempt = await give();
    const framed = () =>
      ear.reports.filter(({ attempt: { id }, report }) => id === attempt.id && report.type === 'step' && report.frame);
    await ear.step(attempt, 10);
    expect(framed()).toEqual([]);
    transportFixture.renderers.subscribeFrames(attempt, true);
    await ear.until('a frame', () => framed().length > 0);
    transportFixture.renderers.subscribeFrames(attempt, false);
    transportFixture.renderers.sendCommand({ type: 'cancel', takeId: attempt.takeId });
    await ear.end(attempt);
  });

  it('[N6] drops only the attempt that is released', async () => {
    const attempt = await give();
    await ear.step(attempt);
    transportFixture.renderers.release({ ...attempt, id: randomUUID() });
    await ear.step(attempt, 8);
    transportFixture.renderers.release(attempt);
    expect((await ear.end(attempt)).outcome.type).toBe('cancelled');
  });

  it('[N8] reports a lost take when its process is killed, then renders the next one', async () => {
    const attempt = await give();
    await ear.step(attempt);
    process.kill(transportFixture.child.pid ?? 0, 'SIGKILL');
    expect((await ear.end(attempt)).outcome).toMatchObject({
      type: 'lost',
      blamesModel: true,
      why: 'ended by SIGKILL',
    });
    expect((await ear.idle()).restarts).toBe(1);
    const next = await give(attemptRequest());
    expect((await ear.end(next)).outcome.type).toBe('finished');
  });

  it('[N6] repeats a result until it is recorded', async () => {
    ear.failures = 2;
    const attempt = await give(attemptRequest());
    expect((await ear.end(attempt)).outcome.type).toBe('finished');
    expect(ear.failures).toBeLessThan(0);
  });

  it.each(['..', '../tiny-sd-random', '/etc', 'a\\b', '', '.hidden'])(
    '[N9] rejects a path as the name of a model: %j',
    async (model) => {
      const attempt = await give(attemptRequest({}, model));
      expect((await ear.end(attempt)).outcome).toMatchObject({ type: 'failed', code: 'MODEL_FOLDER_INVALID' });
    },
  );

  it('[N6] responds to requests while it renders', async () => {
    const attempt = await give();
    const { id } = transportFixture.renderers.list()[0] ?? { id: '' };
    const question = { type: 'count', model: TINY.model, texts: ['a red fox'] } as const;
    expect(await transportFixture.renderers.request(id, question)).toMatchObject({
      type: 'counted',
      counts: [{ limit: 75 }],
    });
    transportFixture.renderers.sendCommand({ type: 'cancel', takeId: attempt.takeId });
    await ear.end(attempt);
  });

  it('[N5] returns its take when its machine stops', async () => {
    const attempt = await give();
    await ear.step(attempt);
    await transportFixture.leave();
    expect((await ear.end(attempt)).outcome.type).toBe('returned');
  });
});
