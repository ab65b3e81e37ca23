import { FileFormatError } from '../fault.js';
import type { FileBytes } from './file-bytes.js';
import type { DataLocation } from './external-data.js';
import type { Field, Range } from './protobuf.js';
import { resolveExternalData } from './external-data.js';
import { WIRE } from './protobuf.js';
import { readTensorParts, TENSOR } from './tensor-parts.js';

/** ONNX data types of patchable weights, with bytes per value. */
export const FLOAT32 = 1;
export const FLOAT16 = 10;
const BYTES_OF: Readonly<Record<number, number>> = { [FLOAT32]: 4, [FLOAT16]: 2 };

/** A named constant tensor. */
export interface Weight {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly number[];
  /** Undefined if the storage format is not supported. */
  readonly place: DataLocation | undefined;
  /** Range of its field in the graph message. */
  readonly whole: Range;
}

/**
 * @param folder of the graph's external data
 * @throws RangeError when lengths, offsets, or dimensions are inconsistent
 */
export function readWeight(file: FileBytes, field: Field, folder: string): Weight {
  const { name, type, dims, isExternal, external, raw, typed } = readTensorParts(file, field.content);
  // Typed fields store float16 as integers, which are not read here.
  const floats = typed.filter(
    ({ number, wireType }) => number === TENSOR.floats && wireType === WIRE.bytes && type !== FLOAT16,
  );
  const inline = [...raw, ...floats.map(({ content }) => content)];
  const place = isExternal ? resolveExternalData(name, external, folder) : inlinePlace(inline);
  const weight = { name, type, dims, place, whole: field.whole };
  requireLength(weight);
  return weight;
}

/** Number of values. */
export function countOf({ dims }: Pick<Weight, 'dims'>): number {
  return dims.reduce((product, side) => product * side, 1);
}

export function bytesOfValue(type: number): number | undefined {
  return BYTES_OF[type];
}

function inlinePlace(ranges: readonly Range[]): DataLocation | undefined {
  const [range] = ranges;
  if (!range || ranges.length > 1) return undefined;
  return { location: undefined, offset: range.start, length: range.end - range.start };
}

function requireLength({ name, type, dims, place }: Weight): void {
  const size = bytesOfValue(type);
  if (!place || size === undefined) return;
  const expectedLength = countOf({ dims }) * size;
  if (place.length === expectedLength) return;
  const problem = `${name} is [${dims.join(',')}] and would take ${expectedLength} bytes, not ${place.length}`;
  throw new FileFormatError(problem, {
    reasonKey: 'tensorSizeMismatch',
    tensor: name,
    bytes: place.length,
    expected: expectedLength,
  });
}
