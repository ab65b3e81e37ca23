import type { ModelFolder } from '../model-folder/model-folder.js';
import type { GraphSource } from '../onnx/graph-source.js';
import type { GraphOptions } from '../sessions/graph.js';
import type { LatentRgb } from './latent-rgb.js';
import { findInput, findOutput } from '../sessions/graph-io.js';
import { Graph } from '../sessions/graph.js';
import { leastSquares } from '../math/least-squares.js';

const PATCHES = 8;
const CELLS_PER_PATCH = 4;
const LEVELS = [-0.9, -0.3, 0.3, 0.9];

/**
 * Fits linear preview factors for a latent space without published ones: encodes a chart of 64 colors with the
 * model's VAE encoder and solves for the factors that reproduce the colors best.
 * @param encoder the VAE's
 */
export async function calibrateLatentRgb(
  folder: ModelFolder,
  encoder: GraphSource,
  options: GraphOptions,
): Promise<LatentRgb> {
  const { spatialFactor, latentChannels, scalingFactor, shiftFactor } = folder.vae;
  const cells = PATCHES * CELLS_PER_PATCH;
  const side = cells * spatialFactor;
  const graph = await Graph.open(encoder, options);
  try {
    const feeds = { [findInput(graph, 'sample', 4).name]: { data: colorChart(side), dims: [1, 3, side, side] } };
    // If the output is mean and log-variance, the mean comes first.
    const { data } = await graph.run(feeds, findOutput(graph, 'latent_sample'));
    const latents = data.subarray(0, latentChannels * cells * cells).map((v) => (v - shiftFactor) * scalingFactor);
    return fitFactors(latents, latentChannels, cells);
  } finally {
    await graph.release();
  }
}

function fitFactors(latents: Float32Array, channels: number, cells: number): LatentRgb {
  const rows = Array.from({ length: cells * cells }, (_, cell) => [
    ...Array.from({ length: channels }, (_, channel) => latents[channel * cells * cells + cell]!),
    1,
  ]);
  const colors = rows.map((_, cell) => patchColor(cell % cells, Math.floor(cell / cells)));
  const columns = [0, 1, 2].map((channel) =>
    leastSquares(
      rows,
      colors.map((rgb) => rgb[channel]!),
    ),
  );
  const row = (i: number): [number, number, number] => [columns[0]![i]!, columns[1]![i]!, columns[2]![i]!];
  return { factors: Array.from({ length: channels }, (_, channel) => row(channel)), bias: row(channels) };
}

/** The color chart, `[3,side,side]` in -1…1. */
function colorChart(side: number): Float32Array {
  const pixels = new Float32Array(3 * side * side);
  const perCell = side / (PATCHES * CELLS_PER_PATCH);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const rgb = patchColor(Math.floor(x / perCell), Math.floor(y / perCell));
      for (let channel = 0; channel < 3; channel++) pixels[(channel * side + y) * side + x] = rgb[channel]!;
    }
  }
  return pixels;
}

/** Neighboring patches differ, and each color occurs once because 37 and 64 are coprime. */
function patchColor(cellX: number, cellY: number): readonly [number, number, number] {
  const patch = Math.floor(cellY / CELLS_PER_PATCH) * PATCHES + Math.floor(cellX / CELLS_PER_PATCH);
  const color = (patch * 37) % (PATCHES * PATCHES);
  return [LEVELS[color % 4]!, LEVELS[Math.floor(color / 4) % 4]!, LEVELS[Math.floor(color / 16)]!];
}
