import type { StoredTensor } from '../safetensors/header.js';
import type { CheckpointFamily } from './families.js';
import type { CheckpointTensor } from './tensors.js';
import type { Renaming } from './unet-names.js';
import { NetworkTensors } from './tensors.js';
import { controlNetRenaming } from './controlnet-names.js';
import { oldEsrganRenaming } from './esrgan-names.js';
import { clipRenaming, openClipRenaming } from './text-encoder-names.js';
import { unetRenaming } from './unet-names.js';
import { vaeRenaming } from './vae-names.js';

/** A file of weights in the folder of a model. */
export interface WeightFile {
  /** Relative to the folder. */
  readonly location: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** A text encoder of a checkpoint, and whose code names its tensors. */
export interface TextEncoderTensors {
  readonly tensors: NetworkTensors;
  readonly kind: 'clip' | 'open_clip';
}

/** The networks of a checkpoint. */
export interface CheckpointNetworks {
  readonly unet: NetworkTensors | undefined;
  readonly vae: NetworkTensors | undefined;
  /** In the order in which the UNet reads them. */
  readonly textEncoders: readonly TextEncoderTensors[];
}

const UNET_PREFIXES = ['model.diffusion_model.', 'diffusion_model.', 'model.', ''];
const CONTROLNET_PREFIXES = ['control_model.', ''];
const VAE_PREFIXES = ['first_stage_model.', 'vae.', ''];

/** Prefixes of text encoders. Each list has the alternatives for one place. */
const TEXT_PREFIXES: readonly (readonly (readonly [prefix: string, kind: TextEncoderTensors['kind']])[])[] = [
  [
    ['cond_stage_model.transformer.', 'clip'],
    ['cond_stage_model.model.', 'open_clip'],
    ['conditioner.embedders.0.transformer.', 'clip'],
    ['conditioner.embedders.0.model.', 'open_clip'],
  ],
  [['conditioner.embedders.1.model.', 'open_clip']],
];

/** Finds the networks of a file by their prefixes. Everything else in it is ignored: averaged copies, schedules. */
export function findNetworks(file: WeightFile): CheckpointNetworks {
  return {
    unet: findNetwork(file, 'UNet', unetPrefixes(file), 'input_blocks.0.0.weight', unetRenaming),
    vae: findVae(file),
    textEncoders: TEXT_PREFIXES.flatMap((alternatives) => findTextEncoder(file, alternatives) ?? []),
  };
}

/** A ControlNet has the names of a UNet, and a hint beside them. */
function unetPrefixes({ tensors }: WeightFile): readonly string[] {
  return UNET_PREFIXES.filter((prefix) => !tensors.has(`${prefix}input_hint_block.0.weight`));
}

/** The autoencoder of a checkpoint, or of a file that has nothing else. */
export function findVae(file: WeightFile): NetworkTensors | undefined {
  return findNetwork(file, 'VAE', VAE_PREFIXES, 'decoder.conv_in.weight', vaeRenaming);
}

/** A ControlNet, in the names of the original code or of diffusers. */
export function findControlNet(file: WeightFile): NetworkTensors | undefined {
  const mark = 'controlnet_cond_embedding.conv_in.weight';
  return (
    findNetwork(file, 'ControlNet', CONTROLNET_PREFIXES, 'input_hint_block.0.weight', controlNetRenaming) ??
    findNetwork(file, 'ControlNet', [''], mark, () => unchanged)
  );
}

/** An ESRGAN, in the names of BasicSR or of the first code. */
export function findEsrgan(file: WeightFile): NetworkTensors | undefined {
  return (
    findNetwork(file, 'ESRGAN', ['', 'params_ema.', 'params.'], 'conv_first.weight', () => unchanged) ??
    findNetwork(file, 'ESRGAN', ['model.'], '1.sub.0.RDB1.conv1.0.weight', () => oldEsrganRenaming)
  );
}

/** TAESD's decoder, in its own names or those of diffusers, which do not number its first layer. */
export function findTaesdDecoder(file: WeightFile): NetworkTensors | undefined {
  const isOriginal = file.tensors.has('3.conv.0.weight') && !file.tensors.has('0.weight');
  if (isOriginal) return findNetwork(file, 'TAESD', [''], '1.weight', () => unchanged);
  return findNetwork(file, 'TAESD', ['decoder.layers.'], '0.weight', () => unchanged);
}

/** The family of a UNet or ControlNet, told by its structure, because fine-tunes may change any width. */
export function networkFamily(network: NetworkTensors): CheckpointFamily {
  if (network.hasBelow('add_embedding')) return 'sdxl';
  for (const tensor of network.all()) {
    if (tensor.storedName.endsWith('.proj_in.weight')) return tensor.shape.length === 2 ? 'sd2' : 'sd1';
  }
  return 'sd1';
}

const unchanged: Renaming = (name) => name;

/** @param mark a tensor that each such network has */
function findNetwork(
  file: WeightFile,
  network: string,
  prefixes: readonly string[],
  mark: string,
  renaming: (names: Iterable<string>) => Renaming,
): NetworkTensors | undefined {
  const prefix = prefixes.find((candidate) => file.tensors.has(candidate + mark));
  if (prefix === undefined) return undefined;
  const names = namesBelow(file, prefix);
  return new NetworkTensors(network, collect(file, prefix, names, renaming(names)));
}

function findTextEncoder(
  file: WeightFile,
  alternatives: (typeof TEXT_PREFIXES)[number],
): TextEncoderTensors | undefined {
  for (const [prefix, kind] of alternatives) {
    const names = namesBelow(file, prefix);
    if (!names.some((name) => name.endsWith('token_embedding.weight'))) continue;
    const tensors = collect(file, prefix, names, kind === 'clip' ? clipRenaming : openClipRenaming);
    for (const [path, tensor] of [...tensors]) splitAttention(path, tensor, tensors);
    return { tensors: new NetworkTensors('text encoder', tensors), kind };
  }
  return undefined;
}

function namesBelow({ tensors }: WeightFile, prefix: string): string[] {
  return [...tensors.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

function collect(
  { location, tensors }: WeightFile,
  prefix: string,
  names: readonly string[],
  rename: Renaming,
): Map<string, CheckpointTensor> {
  const collected = new Map<string, CheckpointTensor>();
  for (const name of names) {
    const path = rename(name);
    const storedName = prefix + name;
    const stored = tensors.get(storedName);
    if (path !== undefined && stored) collected.set(path, { ...stored, storedName, location });
  }
  return collected;
}

/** OpenCLIP keeps queries, keys, and values of a layer in one tensor: its first, second, and last third. */
function splitAttention(path: string, tensor: CheckpointTensor, tensors: Map<string, CheckpointTensor>): void {
  const match = /^(.*)\.in_proj\.(weight|bias)$/.exec(path);
  const [rows = 0, ...rest] = tensor.shape;
  if (!match || rows % 3 !== 0) return;
  const length = tensor.length / 3;
  ['q_proj', 'k_proj', 'v_proj'].forEach((name, i) => {
    const part = { ...tensor, shape: [rows / 3, ...rest], offset: tensor.offset + i * length, length };
    tensors.set(`${match[1]}.${name}.${match[2]}`, part);
  });
}
