import { areFinite } from '../lora/lora-values.js';
import { FileBytes } from '../onnx/file-bytes.js';
import { readSafetensorsHeader } from './header.js';
import { decodeValues } from './values.js';

const READABLE: readonly string[] = ['F32', 'F16', 'BF16'];
/** Divisible by the size of every value. */
const CHUNK_BYTES = 16 * 1024 * 1024;

/** @returns the name of the first tensor that contains NaN or an infinite value. Only floats of 16 and 32 bits are read. */
export function findTensorWithNonFiniteValues(path: string): string | undefined {
  const file = FileBytes.open(path);
  try {
    for (const [name, { dtype, offset, length }] of readSafetensorsHeader(file).tensors) {
      if (!READABLE.includes(dtype)) continue;
      for (let at = 0; at < length; at += CHUNK_BYTES) {
        const bytes = file.copy(offset + at, Math.min(CHUNK_BYTES, length - at));
        if (!areFinite(decodeValues(bytes, dtype))) return name;
      }
    }
    return undefined;
  } finally {
    file.close();
  }
}
