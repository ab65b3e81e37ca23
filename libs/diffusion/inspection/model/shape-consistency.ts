import type { ModelFolder } from '../../model-folder/model-folder.js';
import type { Graphs, InspectedGraph } from '../onnx/inspect-onnx.js';
import type { GraphValue } from '../onnx/values.js';
import { InspectionError } from '../result.js';

/** The length of one dimension, and the tensor it comes from. */
interface KnownLength {
  readonly length: number;
  readonly by: string;
  readonly shape: readonly (number | undefined)[];
}

const UNET = 'unet/model.onnx';
const DECODER = 'vae_decoder/model.onnx';
const ENCODER = 'vae_encoder/model.onnx';
const VAE = 'vae_decoder/config.json';
const TEXTS = ['text_encoder/model.onnx', 'text_encoder_2/model.onnx'];

/**
 * Detects parts of different models by their tensor shapes before anything is loaded.
 * @throws InspectionError MODEL_SHAPES_MISMATCH
 */
export function requireMatchingShapes(folder: ModelFolder, graphs: Graphs): void {
  const unet = graphs.get(UNET);
  const decoder = graphs.get(DECODER);
  if (!unet || !decoder) return;
  const unetChannels = fromWeight(unet, /(^|\.)conv_out\.weight$/, 0) ?? fromValue(unet.outputs, 4, 1);
  const decoderChannels =
    fromWeight(decoder, /(^|\.)post_quant_conv\.weight$/, 1) ??
    fromWeight(decoder, /(^|\.)conv_in\.weight$/, 1) ??
    fromValue(decoder.inputs, 4, 1);
  const { latentChannels } = folder.vae;
  requireSame(DECODER, decoderChannels, { length: unetChannels?.length, by: UNET });
  requireSame(DECODER, decoderChannels, { length: latentChannels, by: VAE });
  requireSame(UNET, unetChannels, { length: latentChannels, by: VAE });
  requireEncoder(graphs.get(ENCODER), latentChannels);
  requireTexts(folder, graphs, unet);
}

/** A VAE encoder outputs latents, or mean and log-variance of each. */
function requireEncoder(encoder: InspectedGraph | undefined, channels: number): void {
  const encoderChannels = encoder && fromValue(encoder.outputs, 4, 1);
  if (encoderChannels && encoderChannels.length === 2 * channels) return;
  requireSame(ENCODER, encoderChannels, { length: channels, by: VAE });
}

function requireTexts(folder: ModelFolder, graphs: Graphs, unet: InspectedGraph): void {
  const texts = TEXTS.map((path) => graphs.get(path)).filter((graph) => graph !== undefined);
  const widths = texts.map((graph) => embeddingShape(graph)?.[1] ?? stateWidth(graph));
  const totalWidth = widths.every((width) => width !== undefined)
    ? widths.reduce((sum, width) => sum + width, 0)
    : undefined;
  const unetWidth = fromWeight(unet, /(^|\.)attn2\.to_k\.weight$/, 1) ?? fromValue(unet.inputs, 3, 2);
  requireSame(UNET, unetWidth, { length: totalWidth, by: TEXTS.slice(0, texts.length).join(' + ') });
  requireSame(UNET, unetWidth, { length: folder.textWidth, by: 'unet/config.json' });
}

/** Shape of the token embedding: `[vocabulary, width]`. */
export function embeddingShape({ weights }: InspectedGraph): readonly number[] | undefined {
  const found = [...weights].find(
    ([name, dims]) => /(^|\.)token_embedding(\.weight)?$/.test(name) && dims.length === 2,
  );
  return found?.[1];
}

/** Width of the hidden states, if all outputs agree. */
function stateWidth({ outputs }: InspectedGraph): number | undefined {
  const widths = outputs.filter(({ shape }) => shape.length === 3).map(({ shape }) => shape[2]);
  return widths.every((width) => width === widths[0]) ? widths[0] : undefined;
}

function fromWeight({ weights }: InspectedGraph, name: RegExp, axis: number): KnownLength | undefined {
  const found = [...weights].find(([weight, dims]) => name.test(weight) && dims.length > axis);
  return found && { length: found[1][axis]!, by: found[0], shape: found[1] };
}

/** The length along `axis` of the only value with this rank, if it is fixed. */
function fromValue(values: readonly GraphValue[], rank: number, axis: number): KnownLength | undefined {
  const [only, ...others] = values.filter(({ shape }) => shape.length === rank);
  const length = others.length === 0 ? only?.shape[axis] : undefined;
  return only && length !== undefined ? { length, by: only.name, shape: only.shape } : undefined;
}

/** @param other the part it must match, and the length there */
function requireSame(
  path: string,
  declared: KnownLength | undefined,
  other: { readonly length: number | undefined; readonly by: string },
): void {
  const { length: expected, by: otherPart } = other;
  if (!declared || expected === undefined || declared.length === expected) return;
  const shape = `[${declared.shape.map((side) => side ?? '?').join(', ')}]`;
  const reason = `${declared.by} is ${shape}, but ${otherPart} has ${expected}`;
  throw new InspectionError('MODEL_SHAPES_MISMATCH', {
    path,
    tensor: declared.by,
    shape,
    expected,
    beside: otherPart,
    reason,
  });
}
