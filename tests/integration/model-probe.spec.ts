import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { probeModel } from '../../libs/generation/cli.js';
import { TINY_SD } from '../golden/vectors.js';
import { modelCopy, putFile } from '../support/model-copy.js';
import { dividingByZeroGraph, endlessGraph, UNET, UNET_OUT } from '../support/malicious-onnx.js';

const LIMITS = { deadlineMs: 60_000, threads: 1, size: { width: 64, height: 64 } };
const MIB = 2 ** 20;

describe('probeModel', () => {
  it('[E16] measures loading and one step', async () => {
    const result = await probeModel(TINY_SD, LIMITS);
    if (!result.ok) throw new Error(result.detail);
    const { loadMs, stepMs, peakRssBytes, heldBytes, ...size } = result.facts;
    expect(size).toEqual(LIMITS.size);
    expect(loadMs).toBeGreaterThan(0);
    expect(stepMs).toBeGreaterThanOrEqual(0);
    expect(heldBytes).toBeLessThan(peakRssBytes);
    expect(peakRssBytes / MIB).toBeGreaterThan(30);
  });

  it('[E16] [B190] names the invalid file, the reason, and what is expected', async () => {
    const result = await probeModel(join(tmpdir(), 'there-is-no-such-model'), LIMITS);
    expect(result).toMatchObject({ ok: false, code: 'MODEL_FOLDER_INVALID' });
    expect(result).toMatchObject({
      detail: expect.stringContaining('Expected: '),
      says: { reasonKey: 'fileMissing' },
    });
  });

  it('[E16] reports a model that crashes its process', async () => {
    const dir = await modelCopy();
    await putFile(dir, 'unet/model.onnx', dividingByZeroGraph(UNET, 'sample', UNET_OUT));
    const result = await probeModel(dir, LIMITS);
    expect(result).toMatchObject({ ok: false, code: 'MODEL_PROBE_CRASHED' });
    expect(result).toMatchObject({ detail: expect.stringContaining('SIGFPE') });
  });

  it('[E16] stops a model at the deadline', async () => {
    const dir = await modelCopy();
    await putFile(dir, 'unet/model.onnx', endlessGraph(UNET, 'sample', UNET_OUT));
    const result = await probeModel(dir, { ...LIMITS, deadlineMs: 5_000 });
    expect(result).toEqual({
      ok: false,
      code: 'MODEL_PROBE_TIMEOUT',
      detail: expect.stringMatching(/^(loading|rendering a short image) had not ended after 5 s$/),
      says: { reasonKey: 'trialTimeout', seconds: 5 },
    });
  });

  it('[E16] stops a model that exceeds its memory limit', async () => {
    const limits = { ...LIMITS, memoryBytes: 260 * MIB, size: { width: 2048, height: 2048 } };
    expect(await probeModel(TINY_SD, limits)).toMatchObject({ ok: false, code: 'MODEL_OUT_OF_MEMORY' });
  });

  it('[E16] stops when it is aborted', async () => {
    const dir = await modelCopy();
    await putFile(dir, 'unet/model.onnx', endlessGraph(UNET, 'sample', UNET_OUT));
    const signal = AbortSignal.timeout(1_500);
    await expect(probeModel(dir, { ...LIMITS, signal })).rejects.toThrow('timeout');
  });
});
