import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomView } from '@visionary/contract';
import { LocalRenderers } from '../../libs/generation/api/renderer/local-renderers.js';
import type { RendererChild } from '../../libs/generation/api/renderer/renderer-child.js';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { buildRenderRequest, render, renderTake } from '../support/jam.js';
import { endlessGraph, slowBelowGraph, UNET, UNET_OUT } from '../support/malicious-onnx.js';
import { putFile } from '../support/model-copy.js';
import { type ConnectedUser, connectUser, createRoom, openRoom } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';

const TINY = 'tests/golden/tiny-sd-random';
/** Slow steps of a take of the highest number of steps last for minutes. */
const STEPS = 150;

describe('a model that keeps its renderer for longer than its takes are allowed', () => {
  let app: RunningApp;
  let child: RendererChild;
  let ann: ConnectedUser;
  let room: RoomView;
  /** Of the take that is claimed next. Only slow models get a short one: a busy machine takes seconds to load a good one. */
  const budget = { minMs: 120_000, maxMs: 120_000 };

  beforeAll(async () => {
    const modelsDir = freshFolder();
    for (const name of ['good', 'slow', 'endless']) cpSync(TINY, join(modelsDir, name), { recursive: true });
    await putFile(join(modelsDir, 'slow'), 'unet/model.onnx', slowBelowGraph(700, UNET, 'sample', UNET_OUT));
    await putFile(join(modelsDir, 'endless'), 'unet/model.onnx', endlessGraph(UNET, 'sample', UNET_OUT));
    app = await bootApp({ modelsDir, ...RENDERING, takeBudget: budget, logLevel: 'fatal' });
    child = app.get(LocalRenderers).children[0]!;
    ann = await connectUser(app.url);
    await appoint(app, ann.me.name);
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const settings = (model: string) => ({ settings: { model, steps: STEPS } });
  const failureOf = async (model: string) => {
    budget.maxMs = 3_000;
    const failed = ann.live.next('generation.failed');
    await render(ann.live, room.id, settings(model));
    const { payload } = await failed;
    budget.maxMs = 120_000;
    return payload;
  };
  const rendersGood = async () => {
    await renderTake(ann.live, room.id, { settings: { model: 'good' } });
  };

  it('[G31] ends its take between two steps with the time and the reason, and the same renderer renders on', async () => {
    await rendersGood();
    const { pid } = child;
    expect(await failureOf('slow')).toMatchObject({
      code: 'RENDER_TIMEOUT',
      detail: '3 s were allowed: its model was never measured, and no take may render longer.',
    });
    await rendersGood();
    expect(child.pid).toBe(pid);
  });

  it('[G31] is killed with the renderer when a single call does not return, which renders the next take', async () => {
    const { pid } = child;
    expect(await failureOf('endless')).toMatchObject({ code: 'RENDER_TIMEOUT' });
    await rendersGood();
    expect(child.pid).not.toBe(pid);
  });

  it('[G31] is quarantined when it happens again, with the reason', async () => {
    await failureOf('slow');
    expect(await ann.live.rejectionOf('jam.render', buildRenderRequest(room.id, settings('slow')))).toBe(
      'GENERATION_MODEL_QUARANTINED',
    );
    const { quarantined } = await ann.live.do('admin.subscribe', {});
    expect(quarantined).toMatchObject([
      { model: 'slow', reason: expect.stringMatching(/longer than it was allowed: 3 s/) },
    ]);
  });
});
