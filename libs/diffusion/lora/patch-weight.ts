import type { OnnxFile } from '../onnx/onnx-file.js';
import type { Weight } from '../onnx/weight.js';
import type { MatMulSession } from '../sessions/matmul.js';
import type { LoraFile } from './lora-file.js';
import type { LoraMatch } from './match-lora.js';
import { LoraError } from '../errors.js';
import { readWeightBytes } from '../onnx/weight-values.js';
import { FLOAT16 } from '../onnx/weight.js';
import { fromFloat16Bits, toFloat16Bits } from '../sessions/float16.js';
import { areFinite, LoraValues } from './lora-values.js';

/** The change that one LoRA makes to one weight. */
export interface WeightChange {
  readonly lora: LoraFile;
  readonly match: LoraMatch;
  /** The LoRA's weight, as set by the user. */
  readonly strength: number;
}

/**
 * Applies all changes to a weight: W += strength · (alpha / rank) · up · down for each (kohya's formula), in float32.
 * float16 weights are rounded once, at the end.
 * @returns bytes in the graph's dtype
 * @throws ModelFolderError, LoraError
 */
export async function patchWeight(
  { onnx, product }: { readonly onnx: OnnxFile; readonly product: MatMulSession },
  weight: Weight,
  changes: readonly WeightChange[],
): Promise<Uint8Array> {
  const isHalf = weight.type === FLOAT16;
  let values = asFloat32(readWeightBytes(onnx, weight), isHalf);
  for (const change of changes) values = await applyChange(values, change, product);
  const stored = isHalf ? toFloat16Bits(values) : values;
  requireFinite(stored instanceof Uint16Array ? fromFloat16Bits(stored) : stored, changes);
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
}

function asFloat32(bytes: Buffer, isHalf: boolean): Float32Array {
  const { buffer, byteOffset, length } = bytes;
  return isHalf
    ? fromFloat16Bits(new Uint16Array(buffer, byteOffset, length / 2))
    : new Float32Array(buffer, byteOffset, length / 4);
}

async function applyChange(
  values: Float32Array,
  { lora, match, strength }: WeightChange,
  matMulSession: MatMulSession,
): Promise<Float32Array> {
  const { target, rank } = match;
  const file = new LoraValues(lora.path, lora.name);
  try {
    const up = file.read(match.up);
    const down = file.read(match.down);
    const alpha = typeof match.alpha === 'object' ? file.read(match.alpha)[0]! : (match.alpha ?? rank);
    const scaledUp = up.map((value) => value * ((strength * alpha) / rank));
    if (!target.isTransposed) return await matMulSession.addProduct(values, scaledUp, down, rank);
    const left = transpose(down, rank, target.columns);
    return await matMulSession.addProduct(values, left, transpose(scaledUp, target.rows, rank), rank);
  } finally {
    file.close();
  }
}

/** Transposes `[rows, columns]` to `[columns, rows]`. */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const transposed = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) transposed[column * rows + row] = values[row * columns + column]!;
  }
  return transposed;
}

function requireFinite(values: Float32Array, changes: readonly WeightChange[]): void {
  if (areFinite(values)) return;
  const { lora, match } = changes.at(-1)!;
  const problem = `${match.target.path} becomes too large for the model's numbers`;
  throw new LoraError(lora.name, problem, { reasonKey: 'weightOverflow' });
}
