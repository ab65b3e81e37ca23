import { randomUUID } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomEventOf, RoomView } from '@visionary/contract';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { startRedisWorker } from '../support/renderer-transports.js';
import { onCleanup } from '../support/cleanup.js';
import { HeartbeatRecorder } from '../support/heartbeats.js';
import { takeFinished, startLongTake, nextFrame, render, TINY, TINY_MODELS } from '../support/jam.js';
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { freshDatabase, freshFolder, redisUrl } from '../support/services.js';

const OTHER = 'other-tiny';

/** Two models that differ only by name. */
const twoModels = (): string => {
  const dir = join(freshFolder(), 'models');
  mkdirSync(dir);
  for (const id of [TINY.model, OTHER]) symlinkSync(resolve(TINY_MODELS, TINY.model), join(dir, id));
  return dir;
};

describe('two servers and two separate renderers', () => {
  let servers: [RunningApp, RunningApp];
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;
  let tcpProxy: TcpProxy;
  let heartbeatRecorder: HeartbeatRecorder;
  let stations: ReturnType<typeof startRedisWorker>[];

  beforeAll(async () => {
    tcpProxy = await startTcpProxy(redisUrl());
    const modelsDir = twoModels();
    const shared = {
      ...{ mode: 'cluster' as const, redisPrefix: 'visionary', modelsDir, logLevel: 'silent' as const },
      ...{ databaseUrl: await freshDatabase('mysql'), redisUrl: tcpProxy.url, dataDir: freshFolder() },
    };
    servers = [await bootApp(shared), await bootApp(shared)];
    stations = [startRedisWorker(tcpProxy.url, modelsDir), startRedisWorker(tcpProxy.url, modelsDir)];
    heartbeatRecorder = HeartbeatRecorder.at(redisUrl(), 'visionary');
    await heartbeatRecorder.until('two are idle', (all) => all.filter(({ state }) => state === 'idle').length === 2);
    [ann, bob] = [await connectUser(servers[0].url, 'Ann'), await connectUser(servers[1].url, 'Bob')];
    room = await createRoom(ann);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
  });

  it('[N10] dispatches a model to the renderer that has it loaded', async () => {
    const by = new Map<string, string[]>();
    for (const [n, model] of [TINY.model, OTHER, OTHER, TINY.model, TINY.model, OTHER, TINY.model, OTHER].entries()) {
      const { live } = n % 2 ? bob : ann;
      await heartbeatRecorder.until('all are idle and report their models', (all) => {
        const held = all.flatMap(({ pool }) => pool?.entries.map(({ modelName }) => modelName) ?? []);
        return all.every(({ state }) => state === 'idle') && [...by.keys()].every((known) => held.includes(known));
      });
      const settings = { model, steps: 8 };
      const end = takeFinished(live, (take) => take.settings.model === model);
      const { id } = await render(live, room.id, { settings });
      const who = heartbeatRecorder.until(
        `who renders ${model}`,
        (all) => all.find(({ attempt }) => attempt?.takeId === id)?.id,
      );
      by.set(model, [...(by.get(model) ?? []), await who]);
      await end;
    }
    // When a renderer is too busy to respond in time, another one may claim the take.
    for (const user of by.values()) {
      const most = Math.max(...user.map((id) => user.filter((other) => other === id).length));
      expect(most).toBeGreaterThanOrEqual(3);
    }
  });

  it('[N7] sends frames to servers with viewers, and renders none without', async () => {
    const spy = new Redis(redisUrl());
    onCleanup(() => spy.disconnect());
    const ear = spy.duplicate();
    onCleanup(() => ear.disconnect());
    const sent = new Set<string>();
    await ear.psubscribe('*renderer.frames.*');
    ear.on('pmessageBuffer', (_pattern: Buffer, channel: Buffer) => sent.add(channel.toString()));
    const own = await createRoom(ann);
    const nobody = await render(ann.live, own.id, { settings: { steps: 40 } });
    const ended = await heartbeatRecorder.until('it renders', (all) =>
      all.find(({ attempt }) => attempt?.takeId === nobody.id),
    );
    await heartbeatRecorder.until('it has rendered', (all) =>
      all.find(({ id, state }) => id === ended.id && state === 'idle'),
    );
    expect([...sent].filter((channel) => channel.endsWith(nobody.id))).toEqual([]);

    await openRoom(ann, own.id);
    const seen = await startLongTake(ann.live, own.id, 150, 2);
    await nextFrame(ann.live, ({ takeId, frame }) => takeId === seen.id && !!frame);
    const channel = [...sent].find((name) => name.endsWith(seen.id)) ?? '';
    expect(await spy.pubsub('NUMSUB', channel)).toEqual([channel, 1]);
    // A user who joins on the other server sees the current frame soon.
    const atBob = nextFrame(bob.live, ({ takeId, frame }) => takeId === seen.id && !!frame);
    await openRoom(bob, own.id);
    await atBob;
    expect(await spy.pubsub('NUMSUB', channel)).toEqual([channel, 2]);
    await ann.live.do('jam.cancel', { roomId: own.id, takeId: seen.id });
  });

  it('[N11] steers and stops from another server', async () => {
    const take = await startLongTake(ann.live, room.id, 150, 4);
    const steered = [ann, bob].map(({ live }) =>
      live.next('generation.steered', ({ payload }) => payload.takeId === take.id),
    );
    const steerRequest = {
      roomId: room.id,
      takeId: take.id,
      clientId: randomUUID(),
      prompt: 'a blue fox',
      negative: '',
    };
    await bob.live.do('jam.steer', steerRequest);
    const [here, there] = await Promise.all(steered);
    expect(here?.payload.steer).toMatchObject({ prompt: 'a blue fox', by: { id: bob.me.id } });
    expect(there).toEqual(here);
    const end = takeFinished(ann.live, ({ id }) => id === take.id);
    expect(await bob.live.rejectionOf('jam.stop', { roomId: room.id, takeId: take.id })).toBe('GENERATION_NOT_AUTHOR');
    await ann.live.do('jam.stop', { roomId: room.id, takeId: take.id });
    expect(await end).toMatchObject({ status: 'finished', stoppedAt: { by: { id: ann.me.id } } });
  });

  it('[N12] records the result when Redis returns after an outage', async () => {
    const take = await startLongTake(ann.live, room.id, 150, 3);
    const ends: string[] = [];
    bob.live.on('generation.finished', ({ payload }: RoomEventOf<'generation.finished'>) => {
      if (payload.take.id === take.id) ends.push(take.id);
    });
    const end = takeFinished(bob.live, ({ id }) => id === take.id);
    tcpProxy.disconnect();
    const health = async () => (await bob.client.get<{ renderer: string }>('/api/health')).body.renderer;
    await eventually('no renderer is available', async () => (await health()) === 'unavailable');
    const question = { model: TINY.model, texts: [randomUUID()] };
    expect(await bob.live.rejectionOf('jam.countTokens', question)).toBe('GENERATION_RENDERER_UNAVAILABLE');
    await Promise.all(stations.map(({ done }) => done()));
    expect(ends).toEqual([]);
    tcpProxy.reconnect();
    expect((await end).images).toHaveLength(3);
    expect(ends).toEqual([take.id]);
    const next = takeFinished(bob.live, ({ id }) => id !== take.id);
    await render(ann.live, room.id);
    await next;
    expect(await health()).toBe('ready');
  });
});
