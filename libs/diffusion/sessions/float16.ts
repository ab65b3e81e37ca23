const view = new DataView(new ArrayBuffer(4));

/** float32 values as IEEE half-precision bit patterns, rounded to nearest, halves to even. */
export function toFloat16Bits(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, halfBits);
}

/** IEEE half-precision bit patterns as float32 values. */
export function fromFloat16Bits(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, halfValue);
}

function halfBits(value: number): number {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520 and above round to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) return sign | roundShifted(magnitude - 0x38000000, 13);
  const exponent = magnitude >>> 23;
  if (exponent < 102) return sign;
  return sign | roundShifted((magnitude & 0x7fffff) | 0x800000, 126 - exponent);
}

/** The number shifted right, rounded to nearest, halves to even. */
function roundShifted(bits: number, shift: number): number {
  const kept = bits >>> shift;
  const rest = bits & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && kept & 1) ? kept + 1 : kept;
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
