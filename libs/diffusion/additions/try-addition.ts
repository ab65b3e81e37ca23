import { basename, dirname, join } from 'node:path';
import type { GraphInput, GraphOptions, GraphTensor } from '../sessions/graph.js';
import type { NetworkTensors } from '../checkpoint/tensors.js';
import { readHeader } from '../checkpoint/checkpoint-files.js';
import { buildControlNet } from '../checkpoint/controlnet-graph.js';
import { buildEsrgan } from '../checkpoint/esrgan-graph.js';
import { findControlNet, findEsrgan, findVae } from '../checkpoint/networks.js';
import { unetSides } from '../checkpoint/unet-layers.js';
import { buildVaeDecoder, buildVaeEncoder } from '../checkpoint/vae-graph.js';
import { readEmbedding } from '../embeddings/embedding-file.js';
import { ModelFolderError } from '../errors.js';
import { builtGraph } from '../onnx/graph-source.js';
import { Graph } from '../sessions/graph.js';
import { anyPooledWidth, readAddition } from './addition-facts.js';

/** Cells of the latents or pixels that a network is tried with. */
const SIDE = 16;
const TOKENS = 77;
/** Pixels of a hint for each cell of its latents. */
const HINT_FACTOR = 8;
/** Within 0…1, because pixels are. */
const VALUE = 0.5;
const SD1_CONTEXT_WIDTH = 768;

/**
 * Loads an addition without a model and computes its networks once, on a small input.
 * @throws ModelFolderError when it is none, cannot be loaded, or computes numbers that are not finite; OutOfMemoryError
 */
export async function tryAddition(path: string, options: GraphOptions = {}): Promise<void> {
  const { kind } = readAddition(path).facts;
  if (kind === 'embedding') return void readEmbedding(path);
  const file = { location: basename(path), tensors: readHeader(dirname(path), basename(path)).tensors };
  switch (kind) {
    case 'vae': {
      const vae = findVae(file)!;
      await tryGraph(path, 'vae_decoder', () => buildVaeDecoder(vae), options);
      if (vae.hasBelow('encoder')) await tryGraph(path, 'vae_encoder', () => buildVaeEncoder(vae), options);
      return;
    }
    case 'controlnet':
      return tryControlNet(path, findControlNet(file)!, options);
    case 'upscaler': {
      const tensors = findEsrgan(file)!;
      return tryGraph(path, 'upscaler', () => buildEsrgan(tensors), options);
    }
    default:
      return kind satisfies never;
  }
}

function tryControlNet(path: string, tensors: NetworkTensors, options: GraphOptions): Promise<void> {
  const { textWidth } = unetSides(tensors);
  const isWide = textWidth > SD1_CONTEXT_WIDTH;
  const heads = isWide ? { width: 64 } : { count: 8 };
  return tryGraph(path, 'controlnet', () => buildControlNet(tensors, { heads, ...anyPooledWidth(tensors) }), options);
}

async function tryGraph(path: string, part: string, build: () => Buffer, options: GraphOptions): Promise<void> {
  const graph = await Graph.open(builtGraph(join(path, part, 'model.onnx'), dirname(path), build), options);
  try {
    const feeds = Object.fromEntries(graph.inputs.map((input) => [input.name, feedOf(input)]));
    for (const [name, { data }] of Object.entries(await graph.runFor(feeds, graph.outputNames))) {
      if (data.every(Number.isFinite)) continue;
      const problem = `it computes values of ${name} that are no finite numbers`;
      const fault = { reasonKey: 'nanOrInfinity' } as const;
      throw new ModelFolderError('NOT_SUPPORTED', basename(path), problem, 'finite numbers', fault);
    }
  } finally {
    await graph.release();
  }
}

function feedOf({ name, shape }: GraphInput): GraphTensor {
  const dims = shape.map((side, axis) => side ?? freeSide(name, shape.length, axis));
  return { dims, data: new Float32Array(dims.reduce((product, side) => product * side, 1)).fill(VALUE) };
}

function freeSide(name: string, rank: number, axis: number): number {
  if (rank === 3 && axis === 1) return TOKENS;
  if (rank !== 4 || axis < 2) return 1;
  return name === 'hint' ? SIDE * HINT_FACTOR : SIDE;
}
