import { basename, dirname } from 'node:path';
import { readHeader } from '../checkpoint/checkpoint-files.js';

/** As for models: the graph itself, and weights packed into another layout. */
const OVERHEAD = 1.15;
const FLOAT32_BYTES = 4;
/** Estimated for a tile of 160² pixels in an ESRGAN of 64 channels and factor 4: four tensors of 105 MB at its full size. */
const TILE_BYTES = 400 * 1024 * 1024;

/** What a ControlNet or upscaler takes while a take uses it, in bytes: its weights as float32. @throws ModelFolderError */
export function additionBytes(file: string, kind: 'controlnet' | 'upscaler'): number {
  const { tensors } = readHeader(dirname(file), basename(file));
  const counts = [...tensors.values()].map(({ shape }) => shape.reduce((product, side) => product * side, 1));
  const weightBytes = FLOAT32_BYTES * counts.reduce((sum, count) => sum + count, 0);
  return Math.ceil(weightBytes * OVERHEAD) + (kind === 'upscaler' ? TILE_BYTES : 0);
}
