import type { TensorInput } from '../../support/safetensors-writer.js';
import { readFileHeader } from './vectors.js';
import { decodeValues } from '../../../libs/diffusion/safetensors/values.js';
import type { Tensors } from './xl-from-sd15.js';

const UNET = 'model.diffusion_model.';
const CONTROL = 'control_model.';
const HINT_FILE = 'controlnet_diffusers.safetensors';
const HINT = 'controlnet_cond_embedding.';
/** Channels that a UNet for inpainting reads behind the latents: the mask, and the masked image. */
const [LATENTS, MASK_CHANNELS, IMAGE_CHANNELS] = [4, 1, 4];

/**
 * A ControlNet for a checkpoint, in the names of the original code: a copy of its way down whose residuals are what the UNet
 * itself adds there, times `gain`.
 * @param isBlind its image has no effect
 */
export function controlNetFor(model: Tensors, { gain, isBlind }: { gain: number; isBlind: boolean }): Tensors {
  const net: Tensors = {};
  for (const [name, tensor] of Object.entries(model)) {
    if (/^model\.diffusion_model\.(input_blocks|middle_block|time_embed|label_emb)\./.test(name)) {
      net[name.replace(UNET, CONTROL)] = tensor;
    }
  }
  const widthOf = (block: string) =>
    (net[`${block}.0.out_layers.3.weight`] ?? net[`${block}.0.op.weight`] ?? net[`${block}.0.weight`])!.shape[0]!;
  const scaled = (path: string, width: number): Tensors => ({
    [`${path}.weight`]: { shape: [width, width, 1, 1], values: diagonal(width, gain), dtype: 'F16' },
    [`${path}.bias`]: { shape: [width], values: new Float32Array(width), dtype: 'F16' },
  });
  for (let block = 0; hasBelow(net, `${CONTROL}input_blocks.${block}.`); block++) {
    Object.assign(net, scaled(`${CONTROL}zero_convs.${block}.0`, widthOf(`${CONTROL}input_blocks.${block}`)));
  }
  Object.assign(net, scaled(`${CONTROL}middle_block_out.0`, widthOf(`${CONTROL}middle_block`)));
  return { ...net, ...hintLayers(isBlind) };
}

/** The encoder of another ControlNet's image. */
function hintLayers(isBlind: boolean): Tensors {
  const { file, tensors } = readFileHeader(HINT_FILE);
  const layers: Tensors = {};
  for (const [name, { dtype, shape, offset, length }] of tensors) {
    if (!name.startsWith(HINT)) continue;
    const [, layer = '', part = ''] = /^(.+)\.(weight|bias)$/.exec(name.slice(HINT.length)) ?? [];
    const values = decodeValues(file.copy(offset, length), dtype);
    const isLast = layer === 'conv_out';
    layers[`${CONTROL}input_hint_block.${positionOf(layer)}.${part}`] = {
      ...{ shape, values: isLast && isBlind ? values.map(() => 0) : values, dtype: 'F16' },
    };
  }
  return layers;
}

/** Convolutions alternate with activations. */
function positionOf(layer: string): number {
  if (layer === 'conv_in') return 0;
  return layer === 'conv_out' ? 14 : 2 * (Number(layer.replace('blocks.', '')) + 1);
}

const hasBelow = (tensors: Tensors, prefix: string): boolean =>
  Object.keys(tensors).some((name) => name.startsWith(prefix));

const diagonal = (side: number, value: number): Float32Array =>
  Float32Array.from({ length: side * side }, (_, i) => (i % (side + 1) === 0 ? value : 0));

/**
 * A checkpoint for inpainting that computes the same as another where everything is repainted: its first convolution has
 * its bias only through the mask.
 * @param imageGain how strongly it sees the masked image
 */
export function inpaintingOf(model: Tensors, imageGain: number): Tensors {
  const path = `${UNET}input_blocks.0.0`;
  const [weight, bias] = [model[`${path}.weight`]!, model[`${path}.bias`]!];
  const { length: width } = bias.values;
  return {
    ...model,
    [`${path}.weight`]: firstConvolution(weight, bias, imageGain),
    [`${path}.bias`]: { ...bias, values: new Float32Array(width) },
  };
}

function firstConvolution({ shape, values }: TensorInput, bias: TensorInput, imageGain: number): TensorInput {
  const [width = 0, , rows = 0, columns = 0] = shape;
  const channels = LATENTS + MASK_CHANNELS + IMAGE_CHANNELS;
  const [taps, center] = [rows * columns, Math.floor((rows * columns) / 2)];
  const wide = new Float32Array(width * channels * taps);
  for (let out = 0; out < width; out++) {
    for (let i = 0; i < LATENTS * taps; i++) wide[out * channels * taps + i] = values[out * LATENTS * taps + i]!;
    wide[(out * channels + LATENTS) * taps + center] = bias.values[out]!;
    for (let channel = LATENTS + MASK_CHANNELS; channel < channels; channel++) {
      wide[(out * channels + channel) * taps + center] = imageGain;
    }
  }
  return { shape: [width, channels, rows, columns], values: wide, dtype: 'F16' };
}
