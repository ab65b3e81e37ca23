import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AdminView, RoomView } from '@visionary/contract';
import type { Config } from '@visionary/platform/config';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING } from '../support/app.js';
import { takeFinished, buildRenderRequest, render } from '../support/jam.js';
import { putFile } from '../support/model-copy.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';
import { dividingByZeroGraph, endlessGraph, UNET, UNET_OUT } from '../support/malicious-onnx.js';

const TINY = 'tests/golden/tiny-sd-random';

/** A folder with copies of the tiny model. */
function modelsOf(...names: readonly string[]): string {
  const modelsDir = freshFolder();
  for (const name of names) cpSync(TINY, join(modelsDir, name), { recursive: true });
  return modelsDir;
}

/** An admin in a room of a server that renders with these models. */
async function begin(modelsDir: string, settings: Partial<Config> = {}) {
  const app = await bootApp({ modelsDir, ...RENDERING, ...settings });
  const ann = await connectUser(app.url);
  await appoint(app, ann.me.name);
  const room = await createRoom(ann);
  await openRoom(ann, room.id);
  return { ann, room };
}

const failed = ({ live }: ConnectedUser, takeId: string) =>
  live.next('generation.failed', ({ payload }) => payload.takeId === takeId).then(({ payload }) => payload);

/** @returns the take's id */
const nextOf = ({ live }: ConnectedUser, type: 'generation.started' | 'generation.cancelled') =>
  live.next(type).then(({ payload }) => payload.takeId);

describe('a model that kills the renderer', () => {
  let modelsDir: string;
  let ann: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    modelsDir = modelsOf('good', 'wicked');
    await putFile(join(modelsDir, 'wicked'), 'unet/model.onnx', dividingByZeroGraph(UNET, 'sample', UNET_OUT));
    ({ ann, room } = await begin(modelsDir));
  });

  it('[G15] is quarantined after the second crash: its queued takes fail with the reason, and others continue', async () => {
    const first = await render(ann.live, room.id, { settings: { model: 'wicked' } });
    const firstEnds = failed(ann, first.id);
    const second = await render(ann.live, room.id, { settings: { model: 'wicked' } });
    const secondEnds = failed(ann, second.id);
    const good = await render(ann.live, room.id, { settings: { model: 'good' } });
    const goodEnds = takeFinished(ann.live, ({ id }) => id === good.id);
    const ends = await Promise.all([firstEnds, secondEnds]);
    expect(ends.map(({ code }) => code).toSorted()).toEqual(['MODEL_QUARANTINED', 'RENDERER_CRASHED']);
    await goodEnds;
    const view: AdminView = await ann.live.do('admin.subscribe', {});
    expect(view).toMatchObject({ quarantined: [{ model: 'wicked', reason: expect.stringMatching(/ended/) }] });
    expect(view.renderers[0]?.restarts).toBe(2);
    const again = buildRenderRequest(room.id, { settings: { model: 'wicked' } });
    expect(await ann.live.rejectionOf('jam.render', again)).toBe('GENERATION_MODEL_QUARANTINED');
  });

  it('[G15] renders again when its files are repaired', async () => {
    cpSync(join(TINY, 'unet', 'model.onnx'), join(modelsDir, 'wicked', 'unet', 'model.onnx'));
    const order = () => ann.live.ask('jam.render', buildRenderRequest(room.id, { settings: { model: 'wicked' } }));
    const ends = takeFinished(ann.live, () => true);
    for (let ack = await order(); !ack.ok; ack = await order()) {
      expect(ack.error.code).toBe('GENERATION_MODEL_QUARANTINED');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect((await ends).settings.model).toBe('wicked');
  });
});

describe('a model that hangs the renderer', () => {
  let ann: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    const modelsDir = modelsOf('endless', 'given-up');
    for (const name of ['endless', 'given-up']) {
      await putFile(join(modelsDir, name), 'unet/model.onnx', endlessGraph(UNET, 'sample', UNET_OUT));
    }
    // It computes in vain until then, and each first step has five times as long.
    ({ ann, room } = await begin(modelsDir, { rendererStallMs: 400 }));
  });

  it('[G15] is quarantined, too, when it hangs', async () => {
    const take = await render(ann.live, room.id, { settings: { model: 'endless' } });
    expect(await failed(ann, take.id)).toMatchObject({
      code: 'RENDERER_CRASHED',
      detail: expect.stringContaining('silent for too long'),
    });
    const { quarantined } = await ann.live.do('admin.subscribe', {});
    expect(quarantined.map(({ model }) => model)).toEqual(['endless']);
  });

  it('[G15] is quarantined, too, when users cancel takes that hang', async () => {
    const order = () => buildRenderRequest(room.id, { settings: { model: 'given-up' } });
    for (;;) {
      const begins = nextOf(ann, 'generation.started');
      begins.catch(() => undefined);
      if (!(await ann.live.ask('jam.render', order())).ok) break;
      const takeId = await begins;
      // A cancel that arrives before the hang does not count; then one more take is needed.
      await pause(1_000);
      const ends = nextOf(ann, 'generation.cancelled');
      await ann.live.do('jam.cancel', { roomId: room.id, takeId });
      expect(await ends).toBe(takeId);
    }
    expect(await ann.live.rejectionOf('jam.render', order())).toBe('GENERATION_MODEL_QUARANTINED');
  });
});
