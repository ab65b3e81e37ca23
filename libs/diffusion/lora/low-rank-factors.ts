import type { LowRankFactors } from '../sessions/low-rank-tensors.js';
import type { Factors } from './adapters/adapter.js';
import type { WeightChange } from './patch-weight.js';
import { LoraError } from '../errors.js';
import { product } from './adapters/adapter.js';
import { lowRankInput } from '../onnx/low-rank-inputs.js';
import { areFinite, readModule } from './lora-values.js';

/** Whether a change is added beside its layer while the model is loaded. All others are merged into weights before. */
export function isFed({ match: { target, adapter, module } }: WeightChange): boolean {
  const { biasDifference, normBiasDifference } = module.tensors;
  return target.isAdaptable === true && adapter?.factors !== undefined && !biasDifference && !normBiasDifference;
}

/** Bytes of the factors of a change that is fed. */
export function factorBytesOf({ match: { module } }: WeightChange): number {
  const { down, up } = module.tensors;
  return Float32Array.BYTES_PER_ELEMENT * (product(down?.shape ?? []) + product(up?.shape ?? []));
}

/**
 * The inputs of a graph for changes that are fed. Several changes of a layer are joined along the rank.
 * @throws LoraError
 */
export function lowRankFactors(changes: readonly WeightChange[]): LowRankFactors {
  const byPath = Map.groupBy(changes, ({ match }) => match.target.path);
  return new Map([...byPath].flatMap(([path, ofLayer]) => factorsOfLayer(path, ofLayer)));
}

function factorsOfLayer(path: string, changes: readonly WeightChange[]) {
  const parts = changes.map(readFactors);
  const rank = parts.reduce((sum, part) => sum + part.rank, 0);
  const { rows, weight } = changes[0]!.match.target;
  const [, ...inputs] = weight.dims;
  const down = { data: concat(parts.map((part) => part.down)), dims: [rank, ...inputs] };
  const up = { data: concatColumns(parts, rows, rank), dims: [rows, rank, ...inputs.slice(1).map(() => 1)] };
  return [
    [lowRankInput(path, 'down'), down],
    [lowRankInput(path, 'up'), up],
  ] as const;
}

function readFactors({ lora, match: { adapter, module, target }, strength }: WeightChange): Factors {
  const factors = adapter!.factors!({ shapes: module.tensors, ...readModule(lora, module), strength });
  if (areFinite(factors.up) && areFinite(factors.down)) return factors;
  throw new LoraError(lora.name, `its factors for ${target.path} are too large`, { reasonKey: 'weightOverflow' });
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** `[rows, rank]` of all parts, side by side. */
function concatColumns(parts: readonly Factors[], rows: number, rank: number): Float32Array {
  if (parts.length === 1) return parts[0]!.up;
  const joined = new Float32Array(rows * rank);
  let column = 0;
  for (const { up, rank: width } of parts) {
    for (let row = 0; row < rows; row++) joined.set(up.subarray(row * width, (row + 1) * width), row * rank + column);
    column += width;
  }
  return joined;
}
