import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { AdminView, RoomView } from '@visionary/contract';
import { LocalRenderers } from '../../libs/generation/api/renderer/local-renderers.js';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { takeFinished, render, renderTake } from '../support/jam.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';

/** More models than fit in memory, whatever is measured: it varies with the load of the machine. */
const MODELS = Array.from({ length: 20 }, (_, at) => `model-${at + 1}`);
const [ONE = '', TWO = '', THREE = ''] = MODELS;
const LITTLE_MEMORY_MIB = 96;
const MIB = 2 ** 20;

const someModels = (): string => {
  const dir = freshFolder();
  for (const name of MODELS) symlinkSync(resolve('tests/golden/tiny-sd-random'), join(dir, name));
  return dir;
};

interface Stage {
  readonly app: RunningApp;
  readonly ann: ConnectedUser;
  readonly room: RoomView;
  readonly pool: () => Promise<NonNullable<AdminView['renderers'][number]['pool']>>;
}

/** A server whose renderer has this much memory, with an admin in a room. */
const aStage = async (modelsDir: string, rendererMemoryMiB: number): Promise<Stage> => {
  const app = await bootApp({ modelsDir, ...RENDERING, rendererMemoryMiB });
  const ann = await connectUser(app.url);
  await appoint(app, ann.me.name);
  const room = await createRoom(ann);
  await openRoom(ann, room.id);
  const pool = async () => {
    for (;;) {
      const { renderers } = await ann.live.do('admin.subscribe', {});
      if (renderers[0]?.pool && renderers[0].state === 'idle') return renderers[0].pool;
      await pause(50);
    }
  };
  return { app, ann, room, pool };
};

const paint = async ({ ann, room }: Stage, model: string): Promise<void> => {
  const failed = ann.live.next('generation.failed').then(({ payload }) => {
    throw new Error(JSON.stringify(payload));
  });
  failed.catch(() => undefined);
  await Promise.race([failed, renderTake(ann.live, room.id, { settings: { model } })]);
};
const forecast = async ({ ann }: Stage, model: string) => {
  // A renderer that is starting has no estimate.
  while ((await ann.live.rejectionOf('jam.estimateLoad', { model })) === 'GENERATION_RENDERER_UNAVAILABLE') {
    await pause(100);
  }
  return ann.live.do('jam.estimateLoad', { model });
};

/** Renders with a model that was loaded before and is not in memory. */
const expectLoadingShown = async ({ ann, room }: Stage, model: string): Promise<void> => {
  const events = ann.live.collect('generation.queueChanged');
  const end = takeFinished(ann.live);
  const take = await render(ann.live, room.id, { settings: { model } });
  await end;
  const rendering = events.flatMap(({ queue }) => queue.filter(({ takeId }) => takeId === take.id));
  expect(rendering.find(({ isLoading }) => isLoading)).toEqual({
    ...{ takeId: take.id, position: 0, msToStart: 0, isLoading: true, msLeft: expect.any(Number) },
  });
};

describe('jam.estimateLoad', () => {
  const modelsDir = someModels();

  it('[G17] [G79] estimates memory state, load time, and evictions of a model, and shows that it loads', async () => {
    const stage = await aStage(modelsDir, LITTLE_MEMORY_MIB);
    expect(await forecast(stage, ONE)).toEqual({ inMemory: false, evicts: [] });
    const held = async () => (await stage.pool()).entries.map(({ model }) => model);
    const painted: string[] = [];
    const forecasted: string[] = [];
    let gone: string | undefined;
    for (const model of MODELS) {
      const { loadMs, inMemory, evicts } = await forecast(stage, model);
      expect([loadMs, inMemory]).toEqual([undefined, false]);
      // The estimate is for an image of the model's native size; these are smaller and may all fit for a while.
      expect(painted).toEqual(expect.arrayContaining(evicts));
      forecasted.push(...evicts);
      await paint(stage, model);
      painted.push(model);
      let after = await held();
      // Reports of the pool come at intervals.
      for (; after[0] !== model; after = await held()) await pause(50);
      gone = painted.find((other) => !after.includes(other));
      if (gone) break;
      expect(await forecast(stage, model)).toEqual({ inMemory: true, loadMs: expect.any(Number), evicts: [] });
    }
    expect(forecasted.length).toBeGreaterThan(0);
    expect(gone).toBeDefined();
    expect(await forecast(stage, gone!)).toMatchObject({ inMemory: false, loadMs: expect.any(Number) });
    expect(await stage.pool()).toMatchObject({ misses: painted.length, budgetBytes: LITTLE_MEMORY_MIB * MIB });
    await expectLoadingShown(stage, gone!);
  });

  it('[G14] shows the queue in the order of loaded models', async () => {
    const stage = await aStage(modelsDir, LITTLE_MEMORY_MIB);
    const { ann, room } = stage;
    for (const model of [ONE, TWO]) await paint(stage, model);
    const started = ann.live.collect('generation.started');
    const begins = ann.live.next('generation.started');
    const long = await render(ann.live, room.id, { settings: { model: TWO, steps: 150, batch: 4 } });
    await begins;
    const bob = await connectUser(stage.app.url);
    await openRoom(bob, room.id);
    const three = await render(ann.live, room.id, { settings: { model: THREE } });
    const queueChange = ann.live.next('generation.queueChanged', ({ queue }) => queue.length === 3);
    const two = await render(bob.live, room.id, { settings: { model: TWO } });
    const places = new Map((await queueChange).queue.map(({ takeId, position }) => [takeId, position]));
    expect([long, two, three].map(({ id }) => places.get(id))).toEqual([0, 1, 2]);
    await takeFinished(ann.live, ({ id }) => id === three.id);
    expect(started.map(({ payload }) => payload.takeId)).toEqual([long.id, two.id, three.id]);
  });

  it('[G17] rejects unknown models, and requests without a renderer', async () => {
    const { app, ann } = await aStage(modelsDir, LITTLE_MEMORY_MIB);
    expect(await ann.live.rejectionOf('jam.estimateLoad', { model: 'nowhere' })).toBe('GENERATION_MODEL_NOT_FOUND');
    expect(await ann.live.rejectionOf('jam.estimateLoad', { model: '../one' })).toBe('GENERATION_MODEL_NOT_FOUND');
    for (const id of ['nowhere', '../ink', '.ink', '/etc/passwd']) {
      const loras = [{ id, weight: 1 }];
      expect(await ann.live.rejectionOf('jam.estimateLoad', { model: ONE, loras })).toBe('GENERATION_LORA_NOT_FOUND');
    }
    app.get(LocalRenderers).children[0]!.kill('a test');
    let refusal = 'ok';
    for (; refusal === 'ok'; await pause(20)) {
      refusal = await ann.live.rejectionOf('jam.estimateLoad', { model: ONE });
    }
    expect(refusal).toBe('GENERATION_RENDERER_UNAVAILABLE');
  });
});
