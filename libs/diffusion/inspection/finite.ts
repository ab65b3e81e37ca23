import type { FileBytes } from '../onnx/file-bytes.js';

/** Bit masks of a float type. A value whose exponent bits are all set is infinite or NaN. */
interface FloatKind {
  readonly bytes: 2 | 4 | 8;
  readonly exponent: number;
  readonly fraction: number;
}

const FLOATS: Readonly<Record<string, FloatKind>> = {
  F32: { bytes: 4, exponent: 0x7f800000, fraction: 0x007fffff },
  F16: { bytes: 2, exponent: 0x7c00, fraction: 0x03ff },
  BF16: { bytes: 2, exponent: 0x7f80, fraction: 0x007f },
  // Masks for the upper 32 bits.
  F64: { bytes: 8, exponent: 0x7ff00000, fraction: 0x000fffff },
};

const BLOCK_BYTES = 2 ** 20;
/**
 * Shared by all calls, because the thread inspects one file at a time. New buffers for gigabytes of weights would be
 * garbage-collected too late.
 */
const sharedBuffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * Reads the values of a tensor in blocks and checks that all are finite.
 * @param dtype as in safetensors; integer types are always finite
 * @param allowInfinite accepts infinity, because attention masks in graphs contain minus infinity
 */
export function isFinite(
  file: FileBytes,
  dtype: string,
  { offset, length }: ByteRange,
  allowInfinite = false,
): boolean {
  const kind = FLOATS[dtype];
  if (!kind) return true;
  for (let checkedBytes = 0; checkedBytes < length; checkedBytes += BLOCK_BYTES) {
    const block = sharedBuffer.subarray(0, Math.min(BLOCK_BYTES, length - checkedBytes));
    file.fill(block, offset + checkedBytes);
    if (!isBlockFinite(block, kind, allowInfinite)) return false;
  }
  return true;
}

function isBlockFinite(block: Buffer, { bytes, exponent, fraction }: FloatKind, allowInfinite: boolean): boolean {
  const { buffer, byteOffset, length } = block;
  const words =
    bytes === 2 ? new Uint16Array(buffer, byteOffset, length >> 1) : new Uint32Array(buffer, byteOffset, length >> 2);
  const step = bytes === 8 ? 2 : 1;
  for (let index = step - 1; index < words.length; index += step) {
    const word = words[index]!;
    if ((word & exponent) !== exponent) continue;
    if (!allowInfinite || (word & fraction) !== 0) return false;
  }
  return true;
}
