import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AdminView, RoomView } from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { takeFinished, buildRenderRequest, render } from '../support/jam.js';
import { putFile } from '../support/model-copy.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';
import { dividingByZeroGraph, endlessGraph, UNET, UNET_OUT } from '../support/malicious-onnx.js';

const TINY = 'tests/golden/tiny-sd-random';

describe('a model that kills the renderer', () => {
  let app: RunningApp;
  let modelsDir: string;
  let ann: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    modelsDir = freshFolder();
    for (const name of ['good', 'wicked', 'endless', 'given-up']) {
      cpSync(TINY, join(modelsDir, name), { recursive: true });
    }
    await putFile(join(modelsDir, 'wicked'), 'unet/model.onnx', dividingByZeroGraph(UNET, 'sample', UNET_OUT));
    for (const name of ['endless', 'given-up']) {
      await putFile(join(modelsDir, name), 'unet/model.onnx', endlessGraph(UNET, 'sample', UNET_OUT));
    }
    app = await bootApp({ modelsDir, ...RENDERING, rendererStallMs: 1_000 });
    ann = await connectUser(app.url);
    await appoint(app, ann.me.name);
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const failed = (takeId: string) =>
    ann.live.next('generation.failed', ({ payload }) => payload.takeId === takeId).then(({ payload }) => payload);

  /** @returns the take's id */
  const nextOf = (type: 'generation.started' | 'generation.cancelled') =>
    ann.live.next(type).then(({ payload }) => payload.takeId);

  it('[G15] is quarantined after the second crash: its queued takes fail with the reason, and others continue', async () => {
    const first = await render(ann.live, room.id, { settings: { model: 'wicked' } });
    const firstEnds = failed(first.id);
    const second = await render(ann.live, room.id, { settings: { model: 'wicked' } });
    const secondEnds = failed(second.id);
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

  it('[G15] is quarantined, too, when it hangs', async () => {
    const take = await render(ann.live, room.id, { settings: { model: 'endless' } });
    expect(await failed(take.id)).toMatchObject({
      code: 'RENDERER_CRASHED',
      detail: expect.stringContaining('silent for too long'),
    });
    const { quarantined } = await ann.live.do('admin.subscribe', {});
    expect(quarantined.map(({ model }) => model)).toEqual(['endless', 'wicked']);
  });

  it('[G15] is quarantined, too, when users cancel takes that hang', async () => {
    const order = () => buildRenderRequest(room.id, { settings: { model: 'given-up' } });
    for (;;) {
      const begins = nextOf('generation.started');
      begins.catch(() => undefined);
      if (!(await ann.live.ask('jam.render', order())).ok) break;
      const takeId = await begins;
      // A cancel that arrives before the hang does not count; then one more take is needed.
      await pause(2_500);
      const ends = nextOf('generation.cancelled');
      await ann.live.do('jam.cancel', { roomId: room.id, takeId });
      expect(await ends).toBe(takeId);
    }
    expect(await ann.live.rejectionOf('jam.render', order())).toBe('GENERATION_MODEL_QUARANTINED');
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
