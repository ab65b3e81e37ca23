import { type FileFaultReason, FileFormatError } from '../../fault.js';
import type { FileBytes } from '../../onnx/file-bytes.js';
import { resolveExternalData, isInside } from '../../onnx/external-data.js';
import { type Field, type Range, WIRE } from '../../onnx/protobuf.js';
import { readTensorParts, TENSOR, type TensorParts } from '../../onnx/tensor-parts.js';
import { InspectionError } from '../result.js';
import { castTo } from './element-types.js';
import { readSignedNumbers, readStrictFields } from './messages.js';

/** ONNX data types as safetensors dtype names, with bits per value. No model uses strings or complex numbers. */
const TYPES: ReadonlyMap<number, readonly [name: string, bits: number]> = new Map([
  ...([
    [1, ['F32', 32]],
    [2, ['U8', 8]],
    [3, ['I8', 8]],
    [4, ['U16', 16]],
    [5, ['I16', 16]],
  ] as const),
  ...([
    [6, ['I32', 32]],
    [7, ['I64', 64]],
    [9, ['BOOL', 8]],
    [10, ['F16', 16]],
    [11, ['F64', 64]],
  ] as const),
  ...([
    [12, ['U32', 32]],
    [13, ['U64', 64]],
    [16, ['BF16', 16]],
    [21, ['U4', 4]],
    [22, ['I4', 4]],
  ] as const),
]);

/** Which typed tensor field stores which dtypes. */
const DTYPES_OF_FIELD: ReadonlyMap<number, readonly string[]> = new Map([
  [TENSOR.floats, ['F32']],
  [TENSOR.int32s, ['I32', 'I16', 'I8', 'U16', 'U8', 'BOOL', 'F16', 'BF16', 'U4', 'I4']],
  [TENSOR.int64s, ['I64']],
  [TENSOR.doubles, ['F64']],
  [TENSOR.uint64s, ['U32', 'U64']],
]);

/** Maximum bytes of one weight, and of all weights of a graph. */
export const MAX_BYTES = 6 * 2 ** 30;

/**
 * Where a graph may store external data. Absent when the graph is inspected alone: then only the locations' names are
 * checked.
 */
export interface SiblingFiles {
  /** The graph's folder, absolute. */
  readonly folder: string;
  /** Whether a path relative to the graph is a data file of the upload. */
  readonly has: (location: string) => boolean;
}

export interface InspectedTensor {
  readonly parts: TensorParts;
  readonly dtype: string;
  readonly count: number;
  readonly bytes: number;
  /** Byte ranges of the values in the graph's own file. */
  readonly inline: readonly Range[];
  readonly external: { readonly location: string; readonly offset: number; readonly length: number } | undefined;
}

/** @throws RangeError when its metadata is inconsistent; InspectionError MODEL_TOO_LARGE, MODEL_EXTERNAL_DATA_INVALID */
export function inspectTensor(
  file: FileBytes,
  message: Range,
  path: string,
  siblingFiles?: SiblingFiles,
): InspectedTensor {
  for (const _ of readStrictFields(file, message, 'tensor'));
  const parts = readTensorParts(file, message);
  const { name, dims } = parts;
  const [dtype, bits] = TYPES.get(parts.type) ?? [];
  if (!dtype || !bits) {
    const detail = `${name} is of a type that no model for rendering has (${parts.type})`;
    throw new FileFormatError(detail, { reasonKey: 'unsupportedDtype', tensor: name || '?' });
  }
  const count = dims.reduce((product, side) => product * side, 1);
  const bytes = Math.ceil((count * bits) / 8);
  if (bytes > MAX_BYTES) {
    const reason = `${name || 'a constant'} is [${dims.join(', ')}] and would take ${bytes} bytes`;
    const detail = { reasonKey: 'tensorTooLarge', tensor: name || '?', bytes, most: MAX_BYTES } as const;
    throw new InspectionError('MODEL_TOO_LARGE', { path, ...detail, reason });
  }
  if (parts.isExternal) {
    const external = externalLocation(parts, bytes, path, siblingFiles);
    return { parts, dtype, count, bytes, inline: [], external };
  }
  requireLength(file, parts, dtype, count, bytes);
  const inline = [...parts.raw, ...packedFloats(parts)];
  return { parts, dtype, count, bytes, inline, external: undefined };
}

function packedFloats({ typed }: TensorParts): Range[] {
  const floatFields: readonly number[] = [TENSOR.floats, TENSOR.doubles];
  return typed.filter(({ number }) => floatFields.includes(number)).map(({ content }) => content);
}

function requireLength(file: FileBytes, parts: TensorParts, dtype: string, count: number, bytes: number): void {
  const { name, dims, raw, typed } = parts;
  const tensor = name || '?';
  const description = `${name || 'a constant'} is [${dims.join(', ')}] of ${dtype}`;
  if (raw.length > 0 && typed.length > 0) {
    throw new FileFormatError(`${name} has its values twice`, { reasonKey: 'duplicateName', name: tensor });
  }
  const [rawRange] = raw;
  if (rawRange) {
    const rawBytes = rawRange.end - rawRange.start;
    if (rawBytes === bytes) return;
    const detail = `${description} and would take ${bytes} bytes, not ${rawBytes}`;
    throw new FileFormatError(detail, { reasonKey: 'tensorSizeMismatch', tensor, bytes: rawBytes, expected: bytes });
  }
  if (typed.some(({ number }) => !DTYPES_OF_FIELD.get(number)?.includes(dtype))) {
    throw new FileFormatError(`${name} has values of another type than it says`, {
      reasonKey: 'unsupportedDtype',
      tensor,
    });
  }
  const values = typed.reduce((sum, field) => sum + countIn(file, field), 0);
  const isPacked4 = dtype.endsWith('4') && dtype.length === 2;
  const expected = isPacked4 ? Math.ceil(count / 2) : count;
  if (values === expected) return;
  const detail = `${description} and would have ${expected} values, not ${values}`;
  throw new FileFormatError(detail, { reasonKey: 'elementCountMismatch', tensor, count: values, expected });
}

const BYTES_PER_VALUE: Readonly<Record<number, number>> = { [TENSOR.floats]: 4, [TENSOR.doubles]: 8 };

/** Number of values in a field. */
function countIn(file: FileBytes, { number, wireType, content }: Field): number {
  if (wireType !== WIRE.bytes) return 1;
  const size = BYTES_PER_VALUE[number];
  if (size !== undefined) return (content.end - content.start) / size;
  let count = 0;
  for (let at = content.start; at < content.end; at++) if (file.byteAt(at) < 0x80) count++;
  return count;
}

function externalLocation(
  { name, external, raw, typed }: TensorParts,
  bytes: number,
  path: string,
  siblingFiles?: SiblingFiles,
) {
  const location = external.get('location') ?? '';
  const tensor = name || '?';
  const reject = (reason: string, fileFaultReason: FileFaultReason) =>
    new InspectionError('MODEL_EXTERNAL_DATA_INVALID', { path, location, reason, ...fileFaultReason });
  const where = { tensor, location };
  if (!isInside(location)) {
    const detail = `its data is in "${location}", which is outside the folder`;
    throw reject(detail, { reasonKey: 'externalDataOutsideFolder', ...where });
  }
  if (raw.length > 0 || typed.length > 0) {
    throw reject('its data has two locations', { reasonKey: 'duplicateName', name: tensor });
  }
  if (!siblingFiles) return undefined;
  if (!siblingFiles.has(location)) {
    const detail = `its data is in "${location}", which is not among the uploaded files`;
    throw reject(detail, { reasonKey: 'externalDataMissing', ...where });
  }
  try {
    const { offset, length } = resolveExternalData(name, external, { folder: siblingFiles.folder, trustsLinks: false });
    if (length === bytes) return { location, offset, length };
    const detail = `it would take ${bytes} bytes, but has ${length} in "${location}"`;
    throw reject(detail, { reasonKey: 'tensorSizeMismatch', tensor, bytes: length, expected: bytes });
  } catch (error) {
    throw error instanceof FileFormatError ? reject(error.message, error.fileFaultReason) : error;
  }
}

/**
 * The values of a small inline tensor, which can set the output size of other nodes. Undefined for tensors with more
 * than `most` values.
 */
export function smallValues(
  file: FileBytes,
  { parts, dtype, count }: InspectedTensor,
  maxCount = 64,
): number[] | undefined {
  if (count === 0 || count > maxCount || parts.isExternal) return undefined;
  const [range] = parts.raw;
  if (!range) {
    const integerFields = parts.typed.filter(({ number }) => number === TENSOR.int32s || number === TENSOR.int64s);
    return integerFields.length > 0 && !/^B?F/.test(dtype)
      ? integerFields.flatMap((field) => readSignedNumbers(file, field, maxCount)).map((one) => castTo(one, parts.type))
      : undefined;
  }
  const bytes = file.slice(range.start, range.end - range.start);
  const read = (size: number, at: (offset: number) => number) => Array.from({ length: count }, (_, i) => at(i * size));
  if (dtype === 'I64') return read(8, (at) => Number(bytes.readBigInt64LE(at)));
  if (dtype === 'I32') return read(4, (at) => bytes.readInt32LE(at));
  if (dtype === 'F32') return read(4, (at) => bytes.readFloatLE(at));
  return undefined;
}
