import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PoolState, RenderCommand, RenderJob } from '../../libs/generation/domain/renderer-protocol.js';
import { readVectors, TINY_SD, vectorPath } from '../golden/vectors.js';
import { onCleanup } from '../support/cleanup.js';
import { writeSafetensors } from '../support/safetensors-writer.js';
import { modelCopy } from '../support/model-copy.js';
import { RendererChild } from '../support/renderer-child.js';

const MINI = fileURLToPath(new URL('../../models/visionary-mini', import.meta.url));
const LORA = vectorPath('lora/lora_kohya.safetensors');
const JOB: RenderJob = {
  prompt: 'a photo of an astronaut',
  negative: 'blurry',
  scheduler: 'ddim',
  steps: 2,
  guidance: 7.5,
  width: 64,
  height: 64,
  seed: 42,
  batch: 1,
};

const dir = mkdtempSync(join(tmpdir(), 'visionary-pool-'));
onCleanup(() => rmSync(dir, { recursive: true }));

const render = (renderer: RendererChild, takeId: string, more: Partial<RenderCommand> = {}) =>
  renderer.render(takeId, TINY_SD, JOB, more);

const withLora = (weight: number, file = LORA) => ({
  job: { ...JOB, loras: [{ id: 'golden', weight }] },
  files: [file],
});

/** The pool that the renderer reports, as soon as it matches. */
async function pool(renderer: RendererChild, fits: (state: PoolState) => boolean): Promise<PoolState> {
  const reported = renderer.reports.findLast((report) => report.type === 'pool' && fits(report.state));
  if (reported?.type === 'pool') return reported.state;
  return (await renderer.waitForReport('pool', ({ state }) => fits(state))).state;
}

async function image(renderer: RendererChild, takeId: string, more: Partial<RenderCommand> = {}): Promise<string> {
  const end = await render(renderer, takeId, more);
  if (end.type !== 'finished') throw new Error(JSON.stringify(end));
  return Buffer.from(end.images[0]!.png).toString('base64');
}

describe('[E13] [E14] a take with LoRAs', () => {
  let renderer: RendererChild;
  beforeAll(async () => {
    renderer = await RendererChild.start();
  });

  it('reports an empty pool before the first take', async () => {
    expect(await pool(renderer, ({ misses }) => misses === 0)).toMatchObject({ entries: [] });
  });

  it('renders another image for each weight, and the same for the same', async () => {
    const plain = await image(renderer, 'plain');
    const strong = await image(renderer, 'strong', withLora(1));
    const weak = await image(renderer, 'weak', withLora(0.5));
    expect(new Set([plain, strong, weak]).size).toBe(3);
    expect(await image(renderer, 'strong again', withLora(1))).toBe(strong);
    expect(await image(renderer, 'plain again')).toBe(plain);
  });

  it('keeps a pool entry per LoRA set, and reports it', async () => {
    const state = await pool(renderer, ({ entries }) => entries.length === 3);
    const loras = state.entries.map((entry) => entry.loras.map(({ id, weight }) => `${id}:${weight}`).join());
    expect(loras.toSorted()).toEqual(['', 'golden:0.5', 'golden:1']);
    for (const entry of state.entries) expect(entry).toMatchObject({ modelDir: TINY_SD, modelName: 'tiny' });
  });

  it('names unmatched LoRA modules', async () => {
    const matrix = { shape: [1, 32], values: new Float32Array(32).fill(0.1) };
    const column = { shape: [32, 1], values: new Float32Array(32).fill(0.1) };
    const file = writeSafetensors(join(dir, 'partly.safetensors'), {
      'lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight': matrix,
      'lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_up.weight': column,
      'lora_unet_elsewhere.lora_down.weight': matrix,
      'lora_unet_elsewhere.lora_up.weight': column,
    });
    const end = await render(renderer, 'partly', withLora(1, file));
    if (end.type !== 'finished') throw new Error(JSON.stringify(end));
    expect(end.record.unmatched).toMatchObject([{ lora: 'golden', key: 'lora_unet_elsewhere' }]);
  });

  it.each([
    [
      'that matches nothing',
      () =>
        withLora(
          1,
          writeSafetensors(join(dir, 'none.safetensors'), { 'lora_unet_x.alpha': { shape: [], values: [1] } }),
        ),
      /none\.safetensors: nothing in it matches/,
    ],
    ['of no numbers', () => withLora(1, nanLora()), /no finite numbers/],
    [
      'that is cut',
      () => withLora(1, put('cut.safetensors', readFileSync(LORA).subarray(0, 90_000))),
      /cut\.safetensors/,
    ],
    [
      'that is a pickle',
      () => withLora(1, put('pickle.safetensors', Buffer.from('\u0080\u0002}q\u0000.'))),
      /pickle\.safetensors/,
    ],
  ])('fails with one %s', async (name, more, said) => {
    const end = await render(renderer, name, more());
    expect(end).toMatchObject({ type: 'failed', code: 'LORA_INVALID' });
    expect(end.type === 'failed' && end.detail).toMatch(said);
    expect(end.type === 'failed' && end.detail).not.toContain(dir);
  });

  it('fails when the LoRA matches another model shape', async () => {
    const end = await render(renderer, 'mini', { ...withLora(1), modelDir: MINI });
    expect(end).toMatchObject({ type: 'failed', code: 'LORA_INVALID' });
  });
});

function put(name: string, bytes: Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
}

/** The golden one, whose first matrix begins with a NaN. */
function nanLora(): string {
  const bytes = readFileSync(LORA);
  const header = 8 + Number(bytes.readBigUInt64LE());
  bytes.writeFloatLE(NaN, header + 4);
  expect(readVectors<{ rank: number }>('lora/lora.json').rank).toBe(4);
  return put('nan.safetensors', bytes);
}

describe('[E10] [E11] a renderer with little memory', () => {
  it('evicts the least recently used model, as estimated', async () => {
    // The third model leaves no room for a second one, however little that was measured to take.
    const renderer = await RendererChild.start({ RENDERER_MEMORY: '140M' });
    const copy = await modelCopy();
    for (const [takeId, modelDir] of [
      ['first', TINY_SD],
      ['second', copy],
      ['third', MINI],
    ] as const) {
      const end = await render(renderer, takeId, { modelDir });
      expect(end.type).toBe('finished');
    }
    const state = await pool(renderer, ({ entries }) => entries[0]?.modelDir === MINI && entries[0].leases === 0);
    expect(state.budgetBytes).toBe(140 * 2 ** 20);
    expect(state.entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(state.budgetBytes);
    expect(state).toMatchObject({ misses: 3, hits: 0, outOfMemory: 0 });
    expect(state.evictions).toBeGreaterThan(0);
    const forecast = async (requestId: number, modelDir: string) => {
      const reply = renderer.waitForReport('forecast', (report) => report.requestId === requestId);
      renderer.send({ type: 'forecast', requestId, modelDir, loraFiles: [], loraWeights: [] });
      return reply;
    };
    expect(await forecast(1, MINI)).toMatchObject({ inMemory: true, evicts: [] });
    const first = await forecast(2, TINY_SD);
    expect(first.inMemory).toBe(false);
    expect(first.loadMs).toBeGreaterThan(0);
    expect(first.evicts).toContain(MINI);
    expect(await forecast(3, join(dir, 'nowhere'))).toMatchObject({ inMemory: false, evicts: [] });
  });

  it('reports the memory that a model needs when it does not fit, and keeps running', async () => {
    const renderer = await RendererChild.start({ RENDERER_MEMORY: '20M' });
    const end = await render(renderer, 'large', { modelDir: MINI });
    expect(end).toMatchObject({ type: 'failed', code: 'MODEL_OUT_OF_MEMORY' });
    expect(end.type === 'failed' && end.detail).toMatch(/needs \d+ MiB and 20 MiB are available/);
    expect(await pool(renderer, ({ outOfMemory }) => outOfMemory === 1)).toMatchObject({ entries: [] });
  });
});
