import { describe, expect, it } from '@jest/globals';
import { fromFloat16Bits, halfBits, halfValue, toFloat16Bits } from './float16.js';

describe('float16 conversion', () => {
  it('restores every finite float16 value exactly', () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter((bits) => (bits & 0x7c00) !== 0x7c00);
    expect(toFloat16Bits(fromFloat16Bits(all))).toEqual(all);
  });

  it('rounds halves to even, overflows to infinity, and keeps NaN', () => {
    const bits = toFloat16Bits(Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 65519, 65520, -1e9, 2 ** -25, NaN));
    expect([...bits.subarray(0, 6)]).toEqual([0x3c00, 0x3c02, 0x7bff, 0x7c00, 0xfc00, 0]);
    expect(fromFloat16Bits(bits)[6]).toBeNaN();
  });

  it('gives the same result with and without the built-in Float16Array', () => {
    const bits = Uint16Array.from({ length: 0x10000 }, (_, i) => i);
    expect(fromFloat16Bits(bits)).toEqual(Float32Array.from(bits, halfValue));
    const values = Float32Array.from({ length: 20_000 }, (_, i) => Math.sin(i * 12.9898) * 2 ** ((i % 48) - 27));
    expect(toFloat16Bits(values)).toEqual(Uint16Array.from(values, halfBits));
  });
});
