import { FileFormatError } from '../fault.js';
import type { FileBytes } from './file-bytes.js';
import type { GraphSource } from './graph-source.js';
import type { DataLocation } from './external-data.js';
import type { Field, Range } from './protobuf.js';
import { resolveExternalData } from './external-data.js';
import { WIRE } from './protobuf.js';
import { readTensorParts, TENSOR } from './tensor-parts.js';

/** ONNX data types of patchable weights, with bytes per value. */
export const FLOAT32 = 1;
export const FLOAT16 = 10;
export const BFLOAT16 = 16;
const BYTES_OF: Readonly<Record<number, number>> = { [FLOAT32]: 4, [FLOAT16]: 2, [BFLOAT16]: 2 };

/** A named constant tensor. */
export interface Weight {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly number[];
  /** Undefined if the storage format is not supported. */
  readonly dataLocation: DataLocation | undefined;
  /** Range of its field in the graph message. */
  readonly range: Range;
}

/**
 * @throws RangeError when lengths, offsets, or dimensions are inconsistent
 */
export function readWeight(file: FileBytes, field: Field, source: GraphSource): Weight {
  const { name, type, dims, isExternal, external, raw, typed } = readTensorParts(file, field.content);
  // Typed fields store float16 as integers, which are not read here.
  const floats = typed.filter(
    ({ number, wireType }) => number === TENSOR.floats && wireType === WIRE.bytes && type !== FLOAT16,
  );
  const inline = [...raw, ...floats.map(({ content }) => content)];
  const dataLocation = isExternal ? resolveExternalData(name, external, source) : inlineLocation(inline);
  const weight = { name, type, dims, dataLocation, range: field.range };
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

function inlineLocation(ranges: readonly Range[]): DataLocation | undefined {
  const [range] = ranges;
  if (!range || ranges.length > 1) return undefined;
  return { location: undefined, offset: range.start, length: range.end - range.start };
}

function requireLength({ name, type, dims, dataLocation }: Weight): void {
  const size = bytesOfValue(type);
  if (!dataLocation || size === undefined) return;
  const expectedLength = countOf({ dims }) * size;
  if (dataLocation.length === expectedLength) return;
  const problem = `${name} is [${dims.join(',')}] and would take ${expectedLength} bytes, not ${dataLocation.length}`;
  throw new FileFormatError(problem, {
    reasonKey: 'tensorSizeMismatch',
    tensor: name,
    bytes: dataLocation.length,
    expected: expectedLength,
  });
}
