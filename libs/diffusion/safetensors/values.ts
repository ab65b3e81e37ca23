import { fromFloat16Bits } from '../sessions/float16.js';

/**
 * Decodes the bytes of a tensor, little-endian, in a buffer of their own.
 * @throws TypeError for a dtype that is no F32, F16, or BF16
 */
export function decodeValues({ buffer, byteOffset, length }: Buffer, dtype: string): Float32Array {
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, length / 4);
    case 'F16':
      return fromFloat16Bits(new Uint16Array(buffer, byteOffset, length / 2));
    case 'BF16':
      return fromBfloat16Bits(new Uint16Array(buffer, byteOffset, length / 2));
    default:
      throw new TypeError(`${dtype} cannot be read`);
  }
}

/** A bfloat16 is the upper half of a float32. */
function fromBfloat16Bits(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = bits[i]! << 16;
  return new Float32Array(wide.buffer);
}
