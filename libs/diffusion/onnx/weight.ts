import { FileFormatError } from '../fault.js';
import type { FileBytes } from './file-bytes.js';
import type { DataLocation } from './external-data.js';
import type { Field, Range } from './protobuf.js';
import { resolveExternalData } from './external-data.js';
import { WIRE } from './protobuf.js';
import { readTensorParts, TENSOR } from './tensor-parts.js';

/** ONNX's numbers for the types a weight that can be patched has, and the bytes of one value. */
export const FLOAT32 = 1;
export const FLOAT16 = 10;
const BYTES_OF: Readonly<Record<number, number>> = { [FLOAT32]: 4, [FLOAT16]: 2 };

/** A named tensor of constant values. */
export interface Weight {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly number[];
  /** Undefined where the values are stored in a way that is not read here. */
  readonly place: DataLocation | undefined;
  /** Its field in the graph's message. */
  readonly whole: Range;
}

/**
 * @param folder where files beside the graph lie
 * @throws RangeError when lengths, offsets or dimensions lie
 */
export function readWeight(file: FileBytes, field: Field, folder: string): Weight {
  const { name, type, dims, isExternal, external, raw, typed } = readTensorParts(file, field.content);
  // Halves are numbers of another kind there, and are not read.
  const floats = typed.filter(
    ({ number, wireType }) => number === TENSOR.floats && wireType === WIRE.bytes && type !== FLOAT16,
  );
  const inline = [...raw, ...floats.map(({ content }) => content)];
  const place = isExternal ? resolveExternalData(name, external, folder) : inlinePlace(inline);
  const weight = { name, type, dims, place, whole: field.whole };
  requireLength(weight);
  return weight;
}

/** How many values it has. */
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
  const wanted = countOf({ dims }) * size;
  if (place.length === wanted) return;
  const told = `${name} is [${dims.join(',')}] and would take ${wanted} bytes, not ${place.length}`;
  throw new FileFormatError(told, {
    reasonKey: 'tensorSizeMismatch',
    tensor: name,
    bytes: place.length,
    expected: wanted,
  });
}
