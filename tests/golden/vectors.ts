import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = new URL('./', import.meta.url);

/** The model folder of random weights that the vectors were made with. */
export const TINY_SD = fileURLToPath(new URL('tiny-sd-random', here));

export function vectorPath(name: string): string {
  return fileURLToPath(new URL(`vectors/${name}`, here));
}

/** Infinities, which JSON has no word for, become null; no test reads them. */
export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(vectorPath(name), 'utf8').replaceAll(/:\s*-?Infinity/g, ':null')) as T;
}

/** The values of a .npy file (version 1, C order, little-endian float32 or uint8), flat. */
export function readNpy(name: string): Float32Array {
  const bytes = readFileSync(vectorPath(name));
  const headerLength = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + headerLength);
  const data = bytes.subarray(10 + headerLength);
  if (header.includes("'|u1'")) return Float32Array.from(data);
  if (!header.includes("'<f4'")) throw new Error(`${name}: unexpected header ${header}`);
  return new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
}

/** The largest difference between two equally long arrays; infinite when the lengths differ or a value is NaN. */
export function largestDifference(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs(found[i]! - wanted[i]!);
    if (Number.isNaN(difference)) return Infinity;
    largest = Math.max(largest, difference);
  }
  return largest;
}

/** The same, relative to the largest wanted value where that is above 1. */
export function relativeDifference(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let scale = 1;
  for (let i = 0; i < wanted.length; i++) scale = Math.max(scale, Math.abs(wanted[i]!));
  return largestDifference(found, wanted) / scale;
}
