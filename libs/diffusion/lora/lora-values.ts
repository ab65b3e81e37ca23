import type { StoredTensor } from '../safetensors/header.js';
import type { AdapterValues } from './adapters/adapter.js';
import type { LoraFile, LoraModule } from './lora-file.js';
import { LoraError } from '../errors.js';
import { FileFormatError } from '../fault.js';
import { FileBytes } from '../onnx/file-bytes.js';
import { decodeValues } from '../safetensors/values.js';

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
    const values = decodeValues(this.copy(tensor), tensor.dtype);
    if (areFinite(values)) return values;
    throw new LoraError(this.name, 'it has weights that are no finite numbers', { reasonKey: 'nanOrInfinity' });
  }

  /** A number that is not zero, of any type, as 1. */
  readFlag(tensor: StoredTensor): Float32Array {
    return Float32Array.of(this.copy(tensor).some((byte) => byte !== 0) ? 1 : 0);
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

/** Opens a LoRA to read values. */
export function withValues<T>({ path, name }: LoraFile, read: (file: LoraValues) => T): T {
  const file = new LoraValues(path, name);
  try {
    return read(file);
  } finally {
    file.close();
  }
}

/** Values and alpha of a module. */
export function readModule(lora: LoraFile, { tensors, alpha }: LoraModule) {
  return withValues(lora, (file) => {
    const entries = Object.entries(tensors).map(([part, tensor]) => {
      return [part, part === 'onInput' ? file.readFlag(tensor) : file.read(tensor)] as const;
    });
    const values: AdapterValues = Object.fromEntries(entries);
    return { values, alpha: typeof alpha === 'object' ? file.read(alpha)[0]! : alpha };
  });
}

/** Whether all values are finite. Infinity and NaN times 0 are NaN, everything else is 0. */
export function areFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  return sum === 0;
}
