import type { OnnxFile } from '../onnx/onnx-file.js';
import type { Weight } from '../onnx/weight.js';
import type { MatMulSession } from '../sessions/matmul.js';
import type { LoraFile } from './lora-file.js';
import type { LoraMatch } from './match-lora.js';
import { LoraError } from '../errors.js';
import { readWeightBytes } from '../onnx/weight-values.js';
import { BFLOAT16, FLOAT16, FLOAT32 } from '../onnx/weight.js';
import { decodeValues } from '../safetensors/values.js';
import { fromFloat16Bits, toFloat16Bits } from '../sessions/float16.js';
import { addScaled, matrixOf, transpose } from './adapters/adapter.js';
import { areFinite, readModule, withValues } from './lora-values.js';
import { biasOf } from './match-lora.js';

/** The change that one LoRA makes to the weight and the bias of one module. */
export interface WeightChange {
  readonly lora: LoraFile;
  readonly match: LoraMatch;
  /** The LoRA's weight, as set by the user. */
  readonly strength: number;
  /** Its place in the list of LoRAs. */
  readonly use: number;
}

/** New values of a weight, in an ONNX data type. */
export interface PatchedWeight {
  readonly type: number;
  readonly bytes: Uint8Array;
}

interface Patching {
  readonly onnx: OnnxFile;
  readonly product: MatMulSession;
}

const DTYPES: Readonly<Record<number, string>> = { [FLOAT32]: 'F32', [FLOAT16]: 'F16', [BFLOAT16]: 'BF16' };

/**
 * Applies all changes to a weight, in float32. The result is stored as float32 where the graph casts the weight, and
 * rounded to its own type, once, where it computes in that.
 * @throws ModelFolderError, LoraError
 */
export async function patchWeight(
  { onnx, product }: Patching,
  weight: Weight,
  changes: readonly WeightChange[],
): Promise<PatchedWeight> {
  let values = readValues(onnx, weight);
  for (const change of changes) values = await applyChange(values, change, product);
  return encode(values, weight, changes);
}

/**
 * Adds what all changes add to the bias.
 * @throws ModelFolderError, LoraError
 */
export function patchBias(
  { onnx }: Pick<Patching, 'onnx'>,
  bias: Weight,
  changes: readonly WeightChange[],
): PatchedWeight {
  let values = readValues(onnx, bias);
  for (const { lora, match, strength } of changes) {
    const stored = biasOf(match.module.tensors);
    if (stored) values = withValues(lora, (file) => addScaled(values, file.read(stored), strength));
  }
  return encode(values, bias, changes);
}

function readValues(onnx: OnnxFile, weight: Weight): Float32Array {
  return decodeValues(readWeightBytes(onnx, weight), DTYPES[weight.type] ?? '');
}

function encode(values: Float32Array, weight: Weight, changes: readonly WeightChange[]): PatchedWeight {
  const isCast = changes.every(({ match: { target } }) => target.isCast === true);
  const isHalf = weight.type === FLOAT16 && !isCast;
  const stored = isHalf ? toFloat16Bits(values) : values;
  requireFinite(stored instanceof Uint16Array ? fromFloat16Bits(stored) : stored, changes);
  const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  return { type: isHalf ? FLOAT16 : FLOAT32, bytes };
}

async function applyChange(
  values: Float32Array,
  { lora, match: { module, adapter, target }, strength }: WeightChange,
  product: MatMulSession,
): Promise<Float32Array> {
  if (!adapter) return values;
  const { rows, columns, isTransposed } = target;
  const read = readModule(lora, module);
  const input = { shapes: module.tensors, ...read, matrix: matrixOf(target), strength, product };
  if (!isTransposed) return adapter.apply(values, input);
  return transpose(await adapter.apply(transpose(values, columns, rows), input), rows, columns);
}

function requireFinite(values: Float32Array, changes: readonly WeightChange[]): void {
  if (areFinite(values)) return;
  const { lora, match } = changes.at(-1)!;
  const problem = `${match.target.path} becomes too large for the model's numbers`;
  throw new LoraError(lora.name, problem, { reasonKey: 'weightOverflow' });
}
