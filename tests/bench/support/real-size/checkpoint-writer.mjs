import { closeSync, openSync, writeSync } from 'node:fs';

import { toFloat16Bits } from '../../../../dist/libs/diffusion/sessions/float16.js';

/** Small enough that values don't overflow. */
const AMPLITUDE = 0.06;
const NOISE_VALUES = 2 ** 23;
const BYTES = 2;

/** Noise of 16 bits, and ones for norms, in blocks that every tensor repeats. */
const noise = toFloat16Bits(Float32Array.from({ length: NOISE_VALUES }, () => (Math.random() - 0.5) * AMPLITUDE));
const ones = toFloat16Bits(new Float32Array(2 ** 16).fill(1));

/**
 * Writes a `.safetensors` file of half precision with noise as weights: it draws nothing, but costs as much as a model.
 * @param tensors shapes by name
 */
export function writeCheckpoint(path, tensors) {
  const header = {};
  let length = 0;
  for (const [name, shape] of tensors) {
    const bytes = BYTES * countOf(shape);
    header[name] = { dtype: 'F16', shape, data_offsets: [length, length + bytes] };
    length += bytes;
  }
  const text = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(text.length));
  const file = openSync(path, 'w');
  for (const piece of [start, text]) writeSync(file, piece);
  for (const [name, shape] of tensors) writeValues(file, name, shape);
  closeSync(file);
}

function writeValues(file, name, shape) {
  const isNorm = shape.length === 1 && name.endsWith('.weight');
  const block = isNorm ? ones : noise;
  for (let rest = countOf(shape); rest > 0; rest -= block.length) {
    const first = isNorm || rest > block.length ? 0 : Math.floor(Math.random() * (block.length - rest));
    const part = block.subarray(first, first + Math.min(rest, block.length));
    writeSync(file, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
}

export const countOf = (shape) => shape.reduce((all, side) => all * side, 1);
