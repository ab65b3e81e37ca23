import { FileFormatError } from '../fault.js';
import type { FileBytes } from './file-bytes.js';
import type { Field, Range } from './protobuf.js';
import { readText, integersOf } from './node.js';
import { fieldsOf, WIRE } from './protobuf.js';

/** A parsed tensor message. Values stay in the file; fields hold their ranges. */
export interface TensorParts {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly number[];
  readonly isExternal: boolean;
  /** Location of external data as key-value pairs from the file. Untrusted. */
  readonly external: ReadonlyMap<string, string>;
  readonly raw: readonly Range[];
  /** Typed values, one per field or packed. */
  readonly typed: readonly Field[];
}

export const TENSOR = {
  ...{ dims: 1, type: 2, floats: 4, int32s: 5, int64s: 7, name: 8, raw: 9, doubles: 10, uint64s: 11 },
  ...{ external: 13, location: 14 },
};
const TYPED: readonly number[] = [TENSOR.floats, TENSOR.int32s, TENSOR.int64s, TENSOR.doubles, TENSOR.uint64s];
const ENTRY = { key: 1, value: 2 };
const MAX_RANK = 16;
/** Valid files with more values pack them. */
const MAX_TYPED_FIELDS = 100_000;

/** @throws RangeError when a dimension is invalid, or there are too many of anything */
export function readTensorParts(file: FileBytes, message: Range): TensorParts {
  const dims: number[] = [];
  const external = new Map<string, string>();
  const raw: Range[] = [];
  const typed: Field[] = [];
  let name = '';
  let type = 0;
  let isExternal = false;
  for (const part of fieldsOf(file, message)) {
    if (part.number === TENSOR.dims) dims.push(...readDims(file, part, name, dims.length));
    if (part.number === TENSOR.type && part.wireType === WIRE.varint) type = part.value;
    if (part.number === TENSOR.location && part.wireType === WIRE.varint) isExternal = part.value === 1;
    if (TYPED.includes(part.number)) typed.push(part);
    if (typed.length > MAX_TYPED_FIELDS) {
      const problem = 'a tensor has its values in too many pieces';
      throw new FileFormatError(problem, { reasonKey: 'tooMany', name: 'TensorProto', most: MAX_TYPED_FIELDS });
    }
    if (part.wireType !== WIRE.bytes) continue;
    if (part.number === TENSOR.name) name = readText(file, part.content);
    if (part.number === TENSOR.raw) raw.push(part.content);
    if (part.number === TENSOR.external) readEntry(file, part.content, external);
  }
  return { name, type, dims, isExternal, external, raw, typed };
}

function readDims(file: FileBytes, field: Field, name: string, existingCount: number): number[] {
  const dims: number[] = [];
  for (const side of integersOf(file, field)) {
    if (!Number.isSafeInteger(side)) throw invalidShapeError(name, 'a weight has a side that is no length');
    dims.push(side);
    if (existingCount + dims.length > MAX_RANK) {
      throw invalidShapeError(name, `a weight has more than ${MAX_RANK} sides`);
    }
  }
  return dims;
}

const invalidShapeError = (name: string, problem: string) =>
  new FileFormatError(problem, { reasonKey: 'invalidShape', tensor: name || '?' });

function readEntry(file: FileBytes, message: Range, entries: Map<string, string>): void {
  let key = '';
  let value = '';
  for (const { number, wireType, content } of fieldsOf(file, message)) {
    if (wireType !== WIRE.bytes) continue;
    if (number === ENTRY.key) key = readText(file, content);
    if (number === ENTRY.value) value = readText(file, content);
  }
  entries.set(key, value);
}
