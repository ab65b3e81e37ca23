import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { ConditioningPlan } from '../prompt/conditioning.js';
import { createScheduler } from '../schedulers/registry.js';
import { readSchedulerConfig } from '../schedulers/scheduler-config.js';
import type { Denoiser } from './denoiser.js';
import { denoise, type DenoiseRun } from './denoise.js';

const STEPS = 6;
const TEXT = { data: new Float32Array(4), tokens: 1, width: 4 };

/** A run in which a message is sent while the model is called for the second time. */
function runWithMessage(onMessage: (stop: () => void, abort: () => void) => void) {
  const { port1, port2 } = new MessageChannel();
  const abort = new AbortController();
  let [calls, isStopped] = [0, false];
  port2.on('message', () =>
    onMessage(
      () => (isStopped = true),
      () => abort.abort(new Error('cancelled')),
    ),
  );
  const denoiser = {
    predict: (sample: Float32Array, _timestep: number, texts: readonly unknown[]) => {
      calls += 1;
      if (calls === 2) port1.postMessage('now');
      return Promise.resolve(texts.map(() => sample.map(() => 0.1)));
    },
  };
  const scheduler = createScheduler('ddim', readSchedulerConfig({}), STEPS);
  const run: DenoiseRun = {
    ...{ scheduler, steps: STEPS, firstCall: 0, signal: abort.signal, shouldStop: () => isStopped },
    denoiser: denoiser as unknown as Denoiser,
    conditions: { size: { width: 2, height: 2 }, sizes: [], guidance: 1 },
    noise: undefined as never,
    plan: new ConditioningPlan([{ untilStep: STEPS, positives: [{ text: TEXT, weight: 1 }], negative: undefined }]),
  };
  const result = denoise(run, new Float32Array(16).fill(0.5)).finally(() => port1.close());
  return { result, calls: () => calls };
}

describe('[E58] a message that comes during a model call', () => {
  it('cancels before the next call', async () => {
    const { result, calls } = runWithMessage((_stop, abort) => abort());
    await expect(result).rejects.toThrow('cancelled');
    expect(calls()).toBe(2);
  });

  it('stops with the step of that call', async () => {
    const { result, calls } = runWithMessage((stop) => stop());
    expect((await result).stoppedAt).toBe(2);
    expect(calls()).toBe(2);
  });
});
