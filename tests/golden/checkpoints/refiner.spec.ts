import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, type ImageJob, readModelFolder } from '@visionary/diffusion';
import { recognize } from '../../../libs/diffusion/inspection.js';
import { FileBytes } from '../../../libs/diffusion/onnx/file-bytes.js';
import { readSafetensorsHeader } from '../../../libs/diffusion/safetensors/header.js';
import { decodeValues } from '../../../libs/diffusion/safetensors/values.js';
import { safetensors, type TensorInput } from '../../support/safetensors-writer.js';
import { largestDifference } from '../vectors.js';
import { modelFolder, readFileHeader } from './vectors.js';

/**
 * No vectors of the refiner exist. It is made from a Stable Diffusion 1 with the names and shapes of SDXL, beside a base
 * model of SDXL that computes the same: what the refiner lacks, the first text encoder and the sixth number, is
 * multiplied by 0 there. The base model itself is compared with the original code in renders.spec.ts.
 */
const SOURCE = 'sd15.safetensors';
const SETTINGS = { unetHeadWidth: 4, textHeads: [3, 3] };
const UNET = 'model.diffusion_model.';
const TEXT = 'cond_stage_model.transformer.text_model.';
const EMBEDDED = 128;
const NUMBER_WIDTH = 8;
const SCORE = 6;
const NEGATIVE_SCORE = 2.5;
const CLOSE = 1e-4;

type Tensors = Record<string, TensorInput>;

function readSource(): Tensors {
  const { file, tensors } = readFileHeader(SOURCE);
  const networks = [...tensors].filter(([name]) => /^(model\.diffusion|first_stage|cond_stage).*(weight|bias)$/.test(name));
  return Object.fromEntries(
    networks.map(([name, { dtype, shape, offset, length }]) => {
      return [name, { dtype: 'F16', shape, values: decodeValues(file.copy(offset, length), dtype) }];
    }),
  );
}

/** Values that any run repeats. */
const wave = (count: number, step: number) => Float32Array.from({ length: count }, (_, i) => 0.2 * Math.sin(step * i));

/** Rows of a matrix with zeros before or after each. */
function widened({ shape, values }: TensorInput, before: number, after: number): TensorInput {
  const [rows = 0, columns = 0] = shape;
  const width = before + columns + after;
  const wide = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) wide[row * width + before + i] = values[row * columns + i]!;
  }
  return { shape: [rows, width], values: wide, dtype: 'F16' };
}

/** OpenCLIP's names, where queries, keys, and values are one tensor. */
function openClip(source: Tensors, prefix: string): Tensors {
  const names: readonly (readonly [RegExp, string])[] = [
    [/^embeddings\.token_embedding\./, 'token_embedding.'],
    [/^embeddings\.position_embedding\.weight$/, 'positional_embedding'],
    [/^final_layer_norm\./, 'ln_final.'],
    [/^encoder\.layers\.(\d+)\.layer_norm(\d)\./, 'transformer.resblocks.$1.ln_$2.'],
    [/^encoder\.layers\.(\d+)\.mlp\.fc1\./, 'transformer.resblocks.$1.mlp.c_fc.'],
    [/^encoder\.layers\.(\d+)\.mlp\.fc2\./, 'transformer.resblocks.$1.mlp.c_proj.'],
    [/^encoder\.layers\.(\d+)\.self_attn\.out_proj\./, 'transformer.resblocks.$1.attn.out_proj.'],
  ];
  const result: Tensors = {};
  for (const [name, tensor] of Object.entries(source)) {
    if (!name.startsWith(TEXT)) continue;
    const inner = name.slice(TEXT.length);
    const query = /^encoder\.layers\.(\d+)\.self_attn\.q_proj\.(weight|bias)$/.exec(inner);
    if (query) {
      const parts = ['q', 'k', 'v'].map((part) => source[name.replace('q_proj', `${part}_proj`)]!);
      const [rows = 0, ...rest] = tensor.shape;
      const values = Float32Array.from(parts.flatMap((part) => [...Array.from(part.values)]));
      result[`${prefix}transformer.resblocks.${query[1]}.attn.in_proj_${query[2]}`] = {
        ...{ shape: [rows * 3, ...rest], values, dtype: 'F16' },
      };
      continue;
    }
    const found = names.find(([from]) => from.test(inner));
    if (found) result[prefix + inner.replace(...found)] = tensor;
  }
  const width = source[`${TEXT}final_layer_norm.bias`]!.shape[0]!;
  return { ...result, [`${prefix}text_projection`]: { shape: [width, width], values: wave(width * width, 0.7) } };
}

/** SDXL's UNet with the weights of a Stable Diffusion 1. The base model ignores its first text encoder and last number. */
function xlUnet(source: Tensors, isRefiner: boolean, width: number): Tensors {
  const result: Tensors = {};
  for (const [name, tensor] of Object.entries(source)) {
    if (!name.startsWith(UNET)) continue;
    const [rows = 0, columns = 0] = tensor.shape;
    const isLinear = /\.proj_(in|out)\.weight$/.test(name);
    const readsText = /\.attn2\.to_[kv]\.weight$/.test(name);
    if (isLinear) result[name] = { ...tensor, shape: [rows, columns] };
    else result[name] = readsText && !isRefiner ? widened(tensor, width, 0) : tensor;
  }
  const columns = width + 5 * NUMBER_WIDTH;
  const sizes: TensorInput = { shape: [EMBEDDED, columns], values: wave(EMBEDDED * columns, 1.3), dtype: 'F16' };
  const label = `${UNET}label_emb.0.`;
  return {
    ...result,
    [`${label}0.weight`]: isRefiner ? sizes : widened(sizes, 0, NUMBER_WIDTH),
    [`${label}0.bias`]: { shape: [EMBEDDED], values: wave(EMBEDDED, 0.3) },
    [`${label}2.weight`]: { shape: [EMBEDDED, EMBEDDED], values: wave(EMBEDDED * EMBEDDED, 1.1) },
    [`${label}2.bias`]: { shape: [EMBEDDED], values: wave(EMBEDDED, 0.9) },
  };
}

describe('[E86] the refiner of SDXL', () => {
  let refiner: DiffusionPipeline;
  let base: DiffusionPipeline;
  let refinerPath: string;

  const load = async (name: string, tensors: Tensors, settings: object) => {
    const dir = modelFolder([], settings);
    const path = join(dir, name);
    writeFileSync(path, safetensors(tensors));
    return { path, pipeline: await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 }) };
  };

  beforeAll(async () => {
    const source = readSource();
    const width = source[`${TEXT}final_layer_norm.bias`]!.shape[0]!;
    const vae = Object.fromEntries(Object.entries(source).filter(([name]) => name.startsWith('first_stage_model.')));
    const first = Object.fromEntries(
      Object.entries(source)
        .filter(([name]) => name.startsWith(TEXT))
        .map(([name, tensor]) => [name.replace('cond_stage_model.', 'conditioner.embedders.0.'), tensor]),
    );
    const refinerTensors = {
      ...{ ...xlUnet(source, true, width), ...vae },
      ...openClip(source, 'conditioner.embedders.0.model.'),
    };
    const baseTensors = {
      ...{ ...xlUnet(source, false, width), ...vae, ...first },
      ...openClip(source, 'conditioner.embedders.1.model.'),
    };
    const loaded = await load('refiner.safetensors', refinerTensors, { ...SETTINGS, textHeads: [3] });
    [refiner, refinerPath] = [loaded.pipeline, loaded.path];
    base = (await load('base.safetensors', baseTensors, SETTINGS)).pipeline;
  });
  afterAll(async () => {
    await refiner.release();
    await base.release();
  });

  const side = 64;
  const job = (guidance: number, more: Partial<ImageJob> = {}): ImageJob => ({
    ...{ prompt: 'a red fox', negative: 'rain', scheduler: 'euler', steps: 2, guidance, width: side, height: side, seed: 1 },
    ...more,
  });
  const sizes = (score: number) => [side, side, 0, 0, score, 0];

  it('is recognized', () => {
    const file = FileBytes.open(refinerPath);
    const found = recognize({ name: 'refiner.safetensors', ...readSafetensorsHeader(file) }, file);
    file.close();
    expect(found).toMatchObject({ kind: 'checkpoint', family: 'sdxl', variant: 'refiner', missing: [] });
  });

  it('renders what the base model does without its first text encoder and with a score as the fifth number', async () => {
    const [refined, expected] = [await refiner.render(job(1)), await base.render(job(1, { sizes: sizes(SCORE) }))];
    expect(largestDifference(refined.latents, expected.latents)).toBeLessThanOrEqual(CLOSE);
    const other = await base.render(job(1, { sizes: sizes(NEGATIVE_SCORE) }));
    expect(largestDifference(refined.latents, other.latents)).toBeGreaterThan(100 * CLOSE);
  });

  it('turns away from a lower score where it turns away from the negative prompt', async () => {
    const guidance = 4;
    // One step is linear in the prediction, so that the two parts can be rendered one by one.
    const one = (more: Partial<ImageJob>) => job(1, { steps: 1, ...more });
    const positive = await base.render(one({ sizes: sizes(SCORE) }));
    const negative = await base.render(one({ prompt: 'rain', sizes: sizes(NEGATIVE_SCORE) }));
    const expected = negative.latents.map((value, i) => value + guidance * (positive.latents[i]! - value));
    const { latents } = await refiner.render(job(guidance, { steps: 1 }));
    expect(largestDifference(latents, expected)).toBeLessThanOrEqual(10 * CLOSE);
  });

  it('changes an image that is brought along', async () => {
    const rgb = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 7) % 256);
    const init = { image: { rgb, width: side, height: side }, strength: 0.5 };
    const { rgb: changed } = await refiner.render(job(4, { init }));
    expect(changed).toHaveLength(side * side * 3);
    expect(changed).not.toEqual(rgb);
  });
});
