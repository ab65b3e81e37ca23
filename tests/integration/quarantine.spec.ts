import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Provider } from '@visionary/contract';
import { countsAgainstModel } from '../../libs/generation/domain/model-failure.js';
import type { AttemptOutcome, RendererStatus } from '../../libs/generation/domain/renderers.js';
import { ModelFileFingerprints } from '../../libs/generation/storage/model-file-fingerprints.js';
import { eventually } from '../support/eventually.js';
import { codeOf } from '../support/rejections.js';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';
import { RECORD, TakeQueueFixture } from '../support/takes.js';

const rendererOn = (provider: Provider): RendererStatus => ({
  ...{ id: provider, host: provider, state: 'idle', attempt: null, idleSince: 0, restarts: 0, pool: null },
  device: { provider, problems: [] },
});

const aModel = (weights: string): string => {
  const dir = freshFolder();
  mkdirSync(join(dir, 'unet'));
  writeFileSync(join(dir, 'model_index.json'), '{}');
  writeFileSync(join(dir, 'unet', 'model.onnx'), weights);
  return dir;
};

describe('ModelFileFingerprints', () => {
  const fingerprint = (dir: string) => new ModelFileFingerprints().of(dir);

  it('[G15] gives the same fingerprint on every machine, and another for other files', async () => {
    const [one, two, three] = [aModel('weights'), aModel('weights'), aModel('Weights')];
    utimesSync(join(two, 'unet', 'model.onnx'), 1, 1);
    writeFileSync(join(two, 'visionary.json'), '{"title":"what people read"}');
    expect(await fingerprint(two)).toBe(await fingerprint(one));
    expect(await fingerprint(three)).not.toBe(await fingerprint(one));
    expect(await fingerprint(join(one, 'nowhere'))).toBeNull();
    rmSync(join(two, 'unet', 'model.onnx'));
    symlinkSync(join(three, 'unet', 'model.onnx'), join(two, 'unet', 'model.onnx'));
    expect(await fingerprint(two)).toBe(await fingerprint(three));
  });

  it('[G15] distinguishes large files by both ends', async () => {
    const long = 'x'.repeat(300_000);
    const prints = await Promise.all(
      [`a${long}`, `b${long}`, `a${long}c`, `a${long.slice(1)}c`].map(aModel).map(fingerprint),
    );
    expect(new Set(prints).size).toBe(4);
  });
});

describe('countsAgainstModel', () => {
  it('[G15] counts a crash or hang always, and a kill once per take', () => {
    expect(countsAgainstModel('ended by SIGSEGV', 1)).toBe(true);
    expect(countsAgainstModel('it was silent for too long', 1)).toBe(true);
    expect(countsAgainstModel('ended by SIGKILL', 0)).toBe(true);
    expect(countsAgainstModel('ended by SIGKILL', 1)).toBe(false);
  });
});

describe.each(DIALECTS)('the quarantine on %s', (dialect) => {
  let work: TakeQueueFixture;
  const order = (model: string) => work.queue(randomUUID(), randomUUID(), {}, 'a fox', model);
  const refusal = (model: string) => codeOf(order(model));

  beforeAll(async () => {
    work = await TakeQueueFixture.on(await freshDatabase(dialect));
  });
  beforeEach(() => {
    work.models.dir = aModel(randomUUID());
  });

  it('[G15] quarantines a model after its second loss, also when both happen together', async () => {
    expect(await work.quarantine.recordFailure('other', 'ended by SIGSEGV')).toBe(false);
    expect(await refusal('other')).toBe('ok');
    expect(await work.quarantine.recordFailure('other', 'ended by SIGFPE')).toBe(true);
    expect(await refusal('other')).toBe('GENERATION_MODEL_QUARANTINED');
    expect(await refusal('mini')).toBe('ok');
    expect(await work.quarantine.list()).toMatchObject([{ model: 'other', losses: 2, reason: 'ended by SIGFPE' }]);
    await work.quarantine.release('other');

    const both = await Promise.all(['one', 'two'].map((why) => work.quarantine.recordFailure('other', why)));
    expect(both.toSorted()).toEqual([false, true]);
    await work.quarantine.release('other');
  });

  it.each([
    ['no', true],
    ['each', false],
  ])('[G77] counts %s crash and timeout against the model when the take is an upscale: %s', async (_, isUpscale) => {
    const image = { takeId: randomUUID(), index: 0 };
    const upscale = { image, upscaler: 'lanczos', scale: 2, width: 128, height: 128 };
    const change = isUpscale ? { upscale } : {};
    const takeId = await work.queue(randomUUID(), randomUUID(), change, 'a fox', 'other');
    const attempt = { id: randomUUID(), takeId, roomId: '', authorId: '', model: 'other' };
    const timeout = { type: 'failed', takeId, code: 'RENDER_TIMEOUT', detail: '3 s were allowed: why.' } as const;
    // Takes of other tests wait before it.
    while ((await work.claim(attempt.id)) !== takeId);
    await work.attempts.recordLoss(attempt, { why: 'ended by SIGSEGV', blamesModel: true });
    expect(await work.claim(attempt.id)).toBe(takeId);
    await work.attempts.record({ attempt, outcome: timeout, steers: [] });
    expect(await work.takes.byId(takeId)).toMatchObject({ status: 'failed', failure: { code: 'RENDER_TIMEOUT' } });
    expect((await work.quarantine.of('other')) === undefined).toBe(isUpscale);
    if (!isUpscale) await work.quarantine.release('other');
  });

  it('[G32] quarantines a model after its third timeout within a day, also when takes finish in between', async () => {
    const fingerprint = (await work.quarantine.fingerprintOf('other')) ?? '';
    const timeout = async () => {
      const is = await work.quarantine.recordTimeout({
        model: 'other',
        provider: 'cpu',
        fingerprint,
        reason: '3 s were allowed',
      });
      await work.quarantine.resetFailures('other');
      return is;
    };
    expect([await timeout(), await timeout()]).toEqual([false, false]);
    work.now += 25 * 3_600_000;
    expect([await timeout(), await timeout(), await timeout()]).toEqual([false, false, true]);
    expect(await refusal('other')).toBe('GENERATION_MODEL_QUARANTINED');
    expect(await work.quarantine.reasonFor('other')).toBe('slow');
    await work.quarantine.release('other');
  });

  it('[G32] quarantines a model after its second timeout, or a timeout and a crash, without a finished take in between', async () => {
    const fingerprint = (await work.quarantine.fingerprintOf('other')) ?? '';
    const loss = { model: 'other', provider: 'cpu', fingerprint, reason: '3 s were allowed' } as const;
    expect([await work.quarantine.recordTimeout(loss), await work.quarantine.recordTimeout(loss)]).toEqual([
      false,
      true,
    ]);
    await work.quarantine.release('other');
    expect([await work.quarantine.recordLoss(loss), await work.quarantine.recordTimeout(loss)]).toEqual([false, true]);
    await work.quarantine.release('other');
  });

  it('[G32] counts a take that its renderer ended for its time, in the same transaction', async () => {
    const id = await order('other');
    const owner = randomUUID();
    // Takes of other tests wait before it.
    while ((await work.claim(owner)) !== id);
    const attempt = { id: owner, takeId: id, roomId: '', authorId: '', model: 'other' };
    const outcome = { type: 'failed', takeId: id, code: 'RENDER_TIMEOUT', detail: '3 s were allowed: why.' } as const;
    await work.attempts.record({ attempt, outcome, steers: [] });
    await work.attempts.record({ attempt, outcome, steers: [] });
    expect(await work.takes.byId(id)).toMatchObject({ status: 'failed', failure: { code: 'RENDER_TIMEOUT' } });
    expect(await work.quarantine.recordFailure('other', 'ended by SIGSEGV')).toBe(true);
    await work.quarantine.release('other');
  });

  it('[G15] fails only queued takes of the model, with the reason', async () => {
    const [bad, good] = [await order('other'), await order('mini')];
    await work.quarantine.recordFailure('other', 'x');
    await work.quarantine.recordFailure('other', 'it was silent for too long');
    await work.usage.failQuarantined('other', 'it was silent for too long');
    expect(await work.takes.byId(bad)).toMatchObject({
      status: 'failed',
      failure: { code: 'MODEL_QUARANTINED', detail: expect.stringContaining('silent for too long') },
    });
    expect(work.ends).toContainEqual({ id: bad, how: 'TakeFailed' });
    expect(await work.takes.byId(good)).toMatchObject({ status: 'queued' });
    await work.quarantine.release('other');
  });

  it('[G15] releases a model when its files change, or an admin releases it', async () => {
    for (const why of ['x', 'y']) await work.quarantine.recordFailure('other', why);
    expect(await refusal('other')).toBe('GENERATION_MODEL_QUARANTINED');
    work.models.dir = aModel('mended');
    expect(await refusal('other')).toBe('ok');
    // A loss with the new files counts as the first.
    expect(await work.quarantine.recordFailure('other', 'z')).toBe(false);
    expect(await work.quarantine.recordFailure('other', 'z')).toBe(true);
    await work.quarantine.release('other');
    expect(await refusal('other')).toBe('ok');
    await expect(work.quarantine.release('other')).rejects.toMatchObject({ code: 'GENERATION_MODEL_NOT_FOUND' });
  });

  it('[G15] forgets a first loss when a take was rendered, but no quarantine', async () => {
    await work.quarantine.recordFailure('other', 'x');
    await work.quarantine.resetFailures('other');
    expect(await work.quarantine.recordFailure('other', 'y')).toBe(false);
    expect(await work.quarantine.recordFailure('other', 'z')).toBe(true);
    await work.quarantine.resetFailures('other');
    expect(await refusal('other')).toBe('GENERATION_MODEL_QUARANTINED');
    await work.quarantine.release('other');
  });

  it('[G82] quarantines a model only for the provider that it crashed on', async () => {
    work.rendererList = [rendererOn('cpu'), rendererOn('webgpu')];
    for (const why of ['x', 'y']) await work.quarantine.recordFailure('other', why, 'webgpu');
    expect(await work.quarantine.list()).toMatchObject([{ model: 'other', provider: 'webgpu', losses: 2 }]);
    expect(await refusal('other')).toBe('ok');
    expect(await work.quarantine.on('webgpu', 'other')).toMatchObject({ reason: 'y' });
    expect(await work.quarantine.on('cpu', 'other')).toBeUndefined();
    expect((await work.quarantine.providerFailures()).get('other')?.quarantined).toEqual(new Set(['webgpu']));

    // A render on the processor says nothing about the card, and a crash there counts on its own.
    await work.quarantine.resetFailures('other', 'cpu');
    expect(await work.quarantine.recordFailure('other', 'z', 'cpu')).toBe(false);
    work.rendererList = [rendererOn('webgpu')];
    expect(await refusal('other')).toBe('GENERATION_MODEL_QUARANTINED');
    work.rendererList = [rendererOn('cpu')];
    expect(await refusal('other')).toBe('ok');
    expect(await work.quarantine.recordFailure('other', 'z', 'cpu')).toBe(true);
    expect(await refusal('other')).toBe('GENERATION_MODEL_QUARANTINED');
    await work.quarantine.release('other');
    expect(await work.quarantine.list()).toEqual([]);
    work.rendererList = [];
  });

  it('[G82] counts a renderer that crashes against the model on its provider', async () => {
    const id = await order('other');
    const owner = randomUUID();
    // Takes of other tests wait before it.
    while ((await work.claim(owner)) !== id);
    const attempt = { id: owner, takeId: id, roomId: '', authorId: '', model: 'other', provider: 'cuda' } as const;
    const outcome = { type: 'lost', why: 'ended by SIGSEGV', blamesModel: true } as const;
    await work.attempts.record({ attempt, outcome, steers: [] });
    expect([...(await work.quarantine.providerFailures())]).toEqual([
      ['other', { quarantined: new Set(), failed: new Set(['cuda']) }],
    ]);
    const { waiting } = await work.takeQueue.backlog();
    expect(waiting.find((take) => take.id === id)).toMatchObject({ wasLost: true });
    await work.quarantine.resetFailures('other', 'cuda');
    expect(await work.quarantine.providerFailures()).toEqual(new Map());
  });

  it('[G82] quarantines a model for a device that crashed twice, and not if its renderer finished a take in between', async () => {
    const failures = async () => (await work.quarantine.providerFailures()).get('other');
    const end = async (outcome: (takeId: string) => AttemptOutcome) => {
      const id = await order('other');
      const owner = randomUUID();
      // Takes of other tests wait before it.
      while ((await work.claim(owner)) !== id);
      const attempt = { id: owner, takeId: id, roomId: '', authorId: '', model: 'other', provider: 'webgpu' } as const;
      await work.attempts.record({ attempt, outcome: outcome(id), steers: [] });
    };
    const why = 'its device failed (webgpu): ended by SIGSEGV';
    const crash = () => end(() => ({ type: 'lost', why, blamesModel: false, blamesProvider: true }));
    const image = { png: new Uint8Array(1), width: 64, height: 64, seed: 7 };
    await crash();
    expect(await failures()).toEqual({ quarantined: new Set(), failed: new Set(['webgpu']) });
    // The processor of the same renderer took over.
    await end((takeId) => ({ type: 'finished', takeId, images: [image], record: RECORD }));
    expect(await failures()).toBeUndefined();
    await crash();
    await crash();
    expect(await failures()).toEqual({ quarantined: new Set(['webgpu']), failed: new Set(['webgpu']) });
    expect(await work.quarantine.on('cpu', 'other')).toBeUndefined();
    await work.quarantine.release('other');
  });

  it('[G15] detects replaced files within seconds', async () => {
    for (const why of ['x', 'y']) await work.quarantine.recordFailure('other', why);
    writeFileSync(join(work.models.dir, 'unet', 'model.onnx'), 'other weights');
    await eventually('the model is accepted', async () => (await refusal('other')) === 'ok');
  });
});
