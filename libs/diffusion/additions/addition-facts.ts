import { basename, dirname } from 'node:path';
import type { HeaderFile } from '../checkpoint/checkpoint-files.js';
import type { NetworkTensors } from '../checkpoint/tensors.js';
import type { AdditionKind } from './addition-kind.js';
import { readHeader } from '../checkpoint/checkpoint-files.js';
import { buildControlNet } from '../checkpoint/controlnet-graph.js';
import { buildEsrgan, esrganFactor } from '../checkpoint/esrgan-graph.js';
import { findControlNet, findEsrgan, findVae } from '../checkpoint/networks.js';
import { unetSides } from '../checkpoint/unet-layers.js';
import { buildVaeDecoder, buildVaeEncoder, latentChannels } from '../checkpoint/vae-graph.js';
import { embeddingSides } from '../embeddings/embedding-file.js';
import { ModelFolderError } from '../errors.js';
import { FileFormatError } from '../fault.js';
import { isAdditionKind, weightsKindOf } from './addition-kind.js';

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

type Base = 'sd1' | 'sd2' | 'sdxl' | 'other';

const EXPECTED: Readonly<Record<AdditionKind, string>> = {
  embedding: 'an embedding (textual inversion)',
  vae: 'a VAE of Stable Diffusion',
  controlnet: 'a ControlNet of Stable Diffusion',
  upscaler: 'an upscaler (ESRGAN)',
};
const CONTEXT_BASES: Readonly<Record<number, Base>> = { 768: 'sd1', 1024: 'sd2', 2048: 'sdxl' };
const EMBEDDING_BASES: Readonly<Record<string, Base>> = { '768': 'sd1', '1024': 'sd2', '768,1280': 'sdxl' };

/** Only shapes are checked, which no number of heads changes. */
const ANY_HEADS = { heads: { count: 8 } } as const;

/**
 * Reads the facts of an addition and checks that it has all tensors in shapes that go together.
 * @param expected the kind that its folder is for
 * @throws ModelFolderError FILE_UNREADABLE, NOT_SUPPORTED, with the tensor
 */
export function readAdditionFacts(path: string, expected?: AdditionKind): AdditionFacts {
  const header = readHeader(dirname(path), basename(path));
  const kind = weightsKindOf(header);
  if (isAdditionKind(kind) && (expected === undefined || kind === expected)) return factsOf(header, kind);
  const wanted = expected ? EXPECTED[expected] : Object.values(EXPECTED).join(', ');
  const problem = isAdditionKind(kind) ? `it is ${EXPECTED[kind]}` : `it is ${OTHER_KINDS[kind]}`;
  throw new ModelFolderError('NOT_SUPPORTED', header.name, problem, wanted, { reasonKey: 'otherKind', kind });
}

/** @returns undefined for a file that is unreadable or no addition */
export function additionKindOf(path: string): AdditionKind | undefined {
  try {
    const kind = weightsKindOf(readHeader(dirname(path), basename(path)));
    return isAdditionKind(kind) ? kind : undefined;
  } catch {
    return undefined;
  }
}

const OTHER_KINDS = { model: 'a whole model', lora: 'a LoRA', weights: 'none of what people add to a model' } as const;

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

/** The family whose models it is for, as far as its widths tell: a VAE's don't, and an upscaler is for all. */
export function baseOfAddition(facts: AdditionFacts): Base {
  switch (facts.kind) {
    case 'embedding':
      return EMBEDDING_BASES[facts.textWidths.join()] ?? 'other';
    case 'controlnet':
      return CONTEXT_BASES[facts.contextWidth] ?? 'other';
    default:
      return 'other';
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
  // What SDXL's reads beside the text depends on the model.
  if (!tensors.hasBelow('add_embedding')) buildControlNet(tensors, ANY_HEADS);
  const count = tensors.count('controlnet_down_blocks');
  const paths = [...Array.from({ length: count }, (_, i) => `controlnet_down_blocks.${i}`), 'controlnet_mid_block'];
  return { kind: 'controlnet', contextWidth, blockWidths: paths.map((path) => widthOf(tensors, path)) };
}

function widthOf(tensors: NetworkTensors, path: string): number {
  return tensors.get(`${path}.weight`).shape[0] ?? 0;
}
