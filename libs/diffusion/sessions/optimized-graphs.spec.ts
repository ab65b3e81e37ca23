import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { ImageJob } from '../pipeline/image-job.js';
import { DiffusionPipeline } from '../pipeline/diffusion-pipeline.js';
import { readModelFolder } from '../model-folder/read-model-folder.js';
import { OptimizedGraphs, type OptimizedModel } from './optimized-graphs.js';

const parent = mkdtempSync(join(tmpdir(), 'visionary-optimized-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const JOB: ImageJob = {
  ...{ prompt: 'a red fox', negative: '', scheduler: 'ddim', steps: 3, guidance: 5, seed: 7 },
  ...{ width: 64, height: 64 },
};

describe('optimized graphs', () => {
  it('[E95] model is kept from its third load on, and the least recently loaded one is removed', () => {
    let freeBytes = 4_000;
    const graphs = new OptimizedGraphs(parent, () => freeBytes);
    const part = 400;
    for (let load = 0; load < 2; load++) expect(graphs.of('a', part)).toBeUndefined();
    const a = graphs.of('a', part);
    const { path } = a!.graph('unet/model.onnx');
    writeFileSync(path, 'a graph');
    expect(graphs.of('a', part)).toBe(a);
    expect(a!.graph('unet/model.onnx').path).toBe(path);
    for (let load = 0; load < 3; load++) graphs.of('b', part);
    expect(readdirSync(join(path, '..'))).toHaveLength(1);
    for (let load = 0; load < 3; load++) graphs.of('c', part);
    expect(() => readdirSync(join(path, '..'))).toThrow('ENOENT');
    for (let load = 0; load < 3; load++) expect(graphs.of('huge', 3 * part)).toBeUndefined();
    freeBytes = 1_000;
    for (let load = 0; load < 3; load++) expect(graphs.of('d', part)).toBeUndefined();
  });

  it('[E95] graph loads as it was optimized, renders the same bytes, and is read again from the model when it is damaged', async () => {
    const dir = join(parent, 'model');
    cpSync('tests/golden/tiny-sd-random', dir, { recursive: true });
    const folder = await readModelFolder(dir);
    const graphs = new OptimizedGraphs(parent, () => 1_000);
    const render = async (optimized?: OptimizedModel) => {
      const pipeline = await DiffusionPipeline.load(folder, { threads: 1, optimized });
      const { latents, rgb } = await pipeline.render(JOB);
      const { rounding } = pipeline;
      await pipeline.release();
      return { latents, rgb, rounding };
    };
    const keep = () => graphs.of('model', 1);
    const first = await render(keep());
    for (let load = 0; load < 2; load++) expect(await render(keep())).toEqual(first);
    const { path } = keep()!.graph(join(dir, 'unet', 'model.onnx'));
    writeFileSync(join(dir, 'unet', 'model.onnx'), 'gone');
    expect(await render(keep())).toEqual(first);
    cpSync('tests/golden/tiny-sd-random', dir, { recursive: true });
    writeFileSync(path, 'damaged');
    expect(await render(keep())).toEqual(first);
  });
});
