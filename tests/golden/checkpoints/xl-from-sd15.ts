import { decodeValues } from '../../../libs/diffusion/safetensors/values.js';
import type { TensorInput } from '../../support/safetensors-writer.js';
import { readFileHeader } from './vectors.js';

/**
 * Models of SDXL made from a Stable Diffusion 1 with the names and shapes of SDXL: a base model that ignores its first text
 * encoder and the sixth number, and a refiner that lacks both and computes the same.
 */
const SOURCE = 'sd15.safetensors';
export const XL_SETTINGS = { unetHeadWidth: 4, textHeads: [3, 3] };
const UNET = 'model.diffusion_model.';
const TEXT = 'cond_stage_model.transformer.text_model.';
const EMBEDDED = 128;
const NUMBER_WIDTH = 8;

export type Tensors = Record<string, TensorInput>;

/** The networks of a checkpoint, without what else is in its file. */
export function readNetworks(name: string): Tensors {
  const { file, tensors } = readFileHeader(name);
  const networks = [...tensors].filter(([key, { dtype }]) => {
    return /^(model\.diffusion|first_stage|cond_stage|conditioner)/.test(key) && dtype !== 'I64';
  });
  return Object.fromEntries(
    networks.map(([key, { dtype, shape, offset, length }]) => {
      return [key, { dtype: 'F16', shape, values: decodeValues(file.copy(offset, length), dtype) }];
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

/** A checkpoint of the refiner, and one of a base model. */
export function xlModels(): { readonly refiner: Tensors; readonly base: Tensors } {
  const source = readNetworks(SOURCE);
  const width = source[`${TEXT}final_layer_norm.bias`]!.shape[0]!;
  const vae = Object.fromEntries(Object.entries(source).filter(([name]) => name.startsWith('first_stage_model.')));
  const first = Object.fromEntries(
    Object.entries(source)
      .filter(([name]) => name.startsWith(TEXT))
      .map(([name, tensor]) => [name.replace('cond_stage_model.', 'conditioner.embedders.0.'), tensor]),
  );
  const refinerText = openClip(source, 'conditioner.embedders.0.model.');
  const baseText = { ...first, ...openClip(source, 'conditioner.embedders.1.model.') };
  return {
    refiner: { ...xlUnet(source, true, width), ...vae, ...refinerText },
    base: { ...xlUnet(source, false, width), ...vae, ...baseText },
  };
}
