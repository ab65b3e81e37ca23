import { writeFileSync } from 'node:fs';
import { toFloat16Bits } from '../../libs/diffusion/sessions/float16.js';

/** A tensor to write; values in C order. */
export interface TensorInput {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly dtype?: 'F32' | 'F16' | 'BF16';
}

type Tensors = Readonly<Record<string, TensorInput>>;

/** The bytes of a .safetensors file, with a valid header or one changed by `edit`. */
export function safetensors(
  tensors: Tensors,
  metadata?: Readonly<Record<string, string>>,
  edit: (
    header: Record<string, { dtype: string; shape: readonly number[]; data_offsets: [number, number] }>,
  ) => void = () => undefined,
): Buffer {
  const header: Record<string, { dtype: string; shape: readonly number[]; data_offsets: [number, number] }> = {};
  const bytes: Buffer[] = [];
  let at = 0;
  for (const [name, { shape, values, dtype = 'F32' }] of Object.entries(tensors)) {
    const stored = encode(values, dtype);
    header[name] = { dtype, shape, data_offsets: [at, at + stored.length] };
    bytes.push(stored);
    at += stored.length;
  }
  edit(header);
  const text = JSON.stringify(metadata ? { __metadata__: metadata, ...header } : header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  return Buffer.concat([length, Buffer.from(text), ...bytes]);
}

export function writeSafetensors(path: string, tensors: Tensors, metadata?: Readonly<Record<string, string>>): string {
  writeFileSync(path, safetensors(tensors, metadata));
  return path;
}

function encode(values: ArrayLike<number>, dtype: 'F32' | 'F16' | 'BF16'): Buffer {
  const wide = Float32Array.from(values);
  if (dtype === 'F32') return Buffer.from(wide.buffer);
  if (dtype === 'F16') return Buffer.from(toFloat16Bits(wide).buffer);
  // Truncated, not rounded: the tests use exact values.
  const bits = new Uint32Array(wide.buffer);
  return Buffer.from(Uint16Array.from(bits, (value) => value >>> 16).buffer);
}
