import type { StoredTensor } from '../safetensors/header.js';
import { LoraError } from '../errors.js';
import { FileFormatError } from '../fault.js';
import { FileBytes } from '../onnx/file-bytes.js';
import { fromFloat16Bits } from '../sessions/float16.js';

/** The values of a LoRA's tensors as float32, whatever their dtype. Close after use. */
export class LoraValues {
  private readonly file: FileBytes;

  /** @throws LoraError when the file no longer exists */
  constructor(
    path: string,
    private readonly name: string,
  ) {
    try {
      this.file = FileBytes.open(path);
    } catch (error) {
      const problem = `it cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`;
      throw new LoraError(name, problem, { reasonKey: 'unreadable' });
    }
  }

  /** @throws LoraError when a value is not finite, or the file was replaced */
  read(tensor: StoredTensor): Float32Array {
    const values = decode(this.copy(tensor), tensor.dtype);
    if (areFinite(values)) return values;
    throw new LoraError(this.name, 'it has weights that are no finite numbers', { reasonKey: 'nanOrInfinity' });
  }

  close(): void {
    this.file.close();
  }

  private copy({ offset, length }: StoredTensor): Buffer {
    try {
      return this.file.copy(offset, length);
    } catch (error) {
      const fault = error instanceof FileFormatError ? error.fileFaultReason : ({ reasonKey: 'unreadable' } as const);
      throw new LoraError(this.name, error instanceof Error ? error.message : String(error), fault);
    }
  }
}

/** Whether all values are finite. Infinity and NaN times 0 are NaN, everything else is 0. */
export function areFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  return sum === 0;
}

/** Decodes little-endian bytes from their own buffer. */
function decode(bytes: Buffer, dtype: string): Float32Array {
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    case 'F16':
      return fromFloat16Bits(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
    case 'BF16':
      return fromBfloat16Bits(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
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
