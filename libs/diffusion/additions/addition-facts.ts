import { basename, dirname } from 'node:path';
import type { HeaderFile } from '../checkpoint/checkpoint-files.js';
import type { NetworkTensors } from '../checkpoint/tensors.js';
import type { WeightsFamily, WeightsKind } from '../recognition/recognition.js';
import type { AdditionKind } from './addition-kind.js';
import { readHeader } from '../checkpoint/checkpoint-files.js';
import { buildControlNet } from '../checkpoint/controlnet-graph.js';
import { buildEsrgan, esrganFactor } from '../checkpoint/esrgan-graph.js';
import { findControlNet, findEsrgan, findVae } from '../checkpoint/networks.js';
import { SIZES, unetSides } from '../checkpoint/unet-layers.js';
import { buildVaeDecoder, buildVaeEncoder, latentChannels } from '../checkpoint/vae-graph.js';
import { embeddingSides } from '../embeddings/embedding-file.js';
import { ModelFolderError } from '../errors.js';
import { FileFormatError } from '../fault.js';
import { recognize } from '../recognition/recognize.js';
import { additionKindOf } from './addition-kind.js';

/** What the tensors of an addition tell. Enough to compare it with a model without its file. */
export type AdditionFacts =
  | {
      readonly kind: 'embedding';
      /** How many tokens it takes. */
      readonly vectors: number;
      /** Of the vectors of each text encoder. */
      readonly textWidths: readonly number[];
      /** That its trainer gave it. */
      readonly word?: string;
    }
  | {
      readonly kind: 'vae';
      readonly latentChannels: number;
      /** Pixels of a latent cell's side. */
      readonly spatialFactor: number;
      readonly hasEncoder: boolean;
    }
  | {
      readonly kind: 'controlnet';
      /** Of the texts that it reads. */
      readonly contextWidth: number;
      /** Of what it adds to each block of the UNet, the middle one last. */
      readonly blockWidths: readonly number[];
    }
  | { readonly kind: 'upscaler'; readonly factor: number };

/** An addition, and the family whose models it is for, as far as its header or its name tells. */
export interface ReadAddition {
  readonly facts: AdditionFacts;
  readonly base: WeightsFamily | 'other';
}

const EXPECTED: Readonly<Record<AdditionKind, string>> = {
  embedding: 'an embedding (textual inversion)',
  vae: 'a VAE of Stable Diffusion',
  controlnet: 'a ControlNet of Stable Diffusion',
  upscaler: 'an upscaler (ESRGAN)',
};
/** Other files by what they are recognized as. */
const OTHER_KINDS: Readonly<Partial<Record<WeightsKind, string>>> = {
  checkpoint: 'a whole model',
  lora: 'a LoRA',
  textEncoder: 'a text encoder',
  previewDecoder: 'a preview decoder (TAESD)',
};

/** Only shapes are checked, which no number of heads changes. */
const ANY_HEADS = { heads: { count: 8 } } as const;
/** A cosine and a sine. */
const SIZE_WIDTH = 2;

/**
 * Reads an addition and checks that it has all tensors in shapes that go together.
 * @param expected the kind that its folder is for
 * @throws ModelFolderError FILE_UNREADABLE, NOT_SUPPORTED, with the tensor
 */
export function readAddition(path: string, expected?: AdditionKind): ReadAddition {
  const header = readHeader(dirname(path), basename(path));
  const recognition = recognize(header);
  const kind = additionKindOf(header, recognition);
  if (kind !== undefined && (expected ?? kind) === kind) {
    return { facts: factsOf(header, kind), base: recognition.family ?? 'other' };
  }
  const wanted = expected ? EXPECTED[expected] : Object.values(EXPECTED).join(', ');
  const other =
    recognition.unsupported === undefined ? OTHER_KINDS[recognition.kind] : `for ${recognition.unsupported}`;
  const problem = `it is ${kind ? EXPECTED[kind] : (other ?? 'none of what people add to a model')}`;
  const fault = { reasonKey: 'otherKind', kind: kind ?? recognition.kind } as const;
  throw new ModelFolderError('NOT_SUPPORTED', header.name, problem, wanted, fault);
}

/** Whether a file is readable and an addition. */
export function isAddition(path: string): boolean {
  try {
    return additionKindOf(readHeader(dirname(path), basename(path))) !== undefined;
  } catch {
    return false;
  }
}

/** @throws ModelFolderError FILE_UNREADABLE, with the tensor */
export function factsOf(header: HeaderFile, kind: AdditionKind): AdditionFacts {
  try {
    return readFacts(header, kind);
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    const { message, fileFaultReason } = error;
    throw new ModelFolderError('FILE_UNREADABLE', header.name, message, EXPECTED[kind], fileFaultReason);
  }
}

function readFacts(header: HeaderFile, kind: AdditionKind): AdditionFacts {
  const file = { location: header.name, tensors: header.tensors };
  switch (kind) {
    case 'embedding':
      return { kind, ...embeddingSides(header, header.name) };
    case 'vae':
      return vaeFacts(findVae(file)!);
    case 'controlnet':
      return controlNetFacts(findControlNet(file)!);
    case 'upscaler': {
      const tensors = findEsrgan(file)!;
      buildEsrgan(tensors);
      return { kind, factor: esrganFactor(tensors) };
    }
    default:
      return kind satisfies never;
  }
}

function vaeFacts(tensors: NetworkTensors): AdditionFacts {
  const hasEncoder = tensors.hasBelow('encoder');
  buildVaeDecoder(tensors);
  if (hasEncoder) buildVaeEncoder(tensors);
  const spatialFactor = 2 ** (tensors.count('decoder.up_blocks') - 1);
  return { kind: 'vae', latentChannels: latentChannels(tensors), spatialFactor, hasEncoder };
}

function controlNetFacts(tensors: NetworkTensors): AdditionFacts {
  const { textWidth: contextWidth } = unetSides(tensors);
  buildControlNet(tensors, { ...ANY_HEADS, ...anyPooledWidth(tensors) });
  const count = tensors.count('controlnet_down_blocks');
  const paths = [...Array.from({ length: count }, (_, i) => `controlnet_down_blocks.${i}`), 'controlnet_mid_block'];
  return { kind: 'controlnet', contextWidth, blockWidths: paths.map((path) => widthOf(tensors, path)) };
}

/**
 * A width of the pooled text that SDXL's reads, which only a model tells: sizes are as narrow as they can be, and the
 * rest is text. Any split has the same shapes.
 */
export function anyPooledWidth(tensors: NetworkTensors): { readonly pooledWidth?: number } {
  if (!tensors.hasBelow('add_embedding')) return {};
  const [, width = 0] = tensors.get('add_embedding.linear_1.weight').shape;
  return { pooledWidth: Math.max(1, width - SIZES * SIZE_WIDTH) };
}

function widthOf(tensors: NetworkTensors, path: string): number {
  return tensors.get(`${path}.weight`).shape[0] ?? 0;
}
