import type { FileBytes } from './file-bytes.js';
import type { Place } from './place.js';
import type { Field, Range } from './protobuf.js';
import { readText, wholeNumbers } from './node.js';
import { externalPlace } from './place.js';
import { fieldsOf, WIRE } from './protobuf.js';

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
  readonly place: Place | undefined;
  /** Its field in the graph's message. */
  readonly whole: Range;
}

const TENSOR = { dims: 1, type: 2, floats: 4, name: 8, raw: 9, external: 13, location: 14 };
const ENTRY = { key: 1, value: 2 };
const MAX_RANK = 16;

/**
 * @param folder where files beside the graph lie
 * @throws RangeError when lengths, offsets or dimensions lie
 */
export function readWeight(file: FileBytes, field: Field, folder: string): Weight {
  const dims: number[] = [];
  const external = new Map<string, string>();
  const inline: Range[] = [];
  let name = '';
  let type = 0;
  let isExternal = false;
  for (const part of fieldsOf(file, field.content)) {
    if (part.number === TENSOR.dims) dims.push(...takeDims(file, part, dims.length));
    if (part.number === TENSOR.type && part.wireType === WIRE.varint) type = part.value;
    if (part.number === TENSOR.location && part.wireType === WIRE.varint) isExternal = part.value === 1;
    if (part.wireType !== WIRE.bytes) continue;
    if (part.number === TENSOR.name) name = readText(file, part.content);
    if (part.number === TENSOR.raw || (part.number === TENSOR.floats && type !== FLOAT16)) inline.push(part.content);
    if (part.number === TENSOR.external) readEntry(file, part.content, external);
  }
  const place = isExternal ? externalPlace(name, external, folder) : inlinePlace(inline);
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

function takeDims(file: FileBytes, field: Field, already: number): number[] {
  const dims: number[] = [];
  for (const side of wholeNumbers(file, field)) {
    if (!Number.isSafeInteger(side)) throw new RangeError('a weight has a side that is no length');
    dims.push(side);
    if (already + dims.length > MAX_RANK) throw new RangeError(`a weight has more than ${MAX_RANK} sides`);
  }
  return dims;
}

function readEntry(file: FileBytes, message: Range, into: Map<string, string>): void {
  let key = '';
  let value = '';
  for (const { number, wireType, content } of fieldsOf(file, message)) {
    if (wireType !== WIRE.bytes) continue;
    if (number === ENTRY.key) key = readText(file, content);
    if (number === ENTRY.value) value = readText(file, content);
  }
  into.set(key, value);
}

function inlinePlace(ranges: readonly Range[]): Place | undefined {
  const [range] = ranges;
  if (!range || ranges.length > 1) return undefined;
  return { location: undefined, offset: range.start, length: range.end - range.start };
}

function requireLength({ name, type, dims, place }: Weight): void {
  const size = bytesOfValue(type);
  if (!place || size === undefined) return;
  const wanted = countOf({ dims }) * size;
  if (place.length === wanted) return;
  throw new RangeError(`${name} is [${dims.join(',')}] and would take ${wanted} bytes, not ${place.length}`);
}
