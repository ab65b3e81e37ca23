import type { FileBytes } from '../onnx/file-bytes.js';
import type { FileFaultReason } from '../fault.js';
import { FileFormatError, truncatedError } from '../fault.js';

/** A tensor of a .safetensors file. `offset` counts from the start of the file. Bytes are little-endian, in C order. */
export interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Free-form metadata of training tools. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** The largest checkpoints and LoRAs have a few thousand tensors with about 150 bytes of header each. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

const BITS: Readonly<Record<string, number>> = {
  ...{ BOOL: 8, U8: 8, I8: 8, F8_E4M3: 8, F8_E5M2: 8, U16: 16, I16: 16, F16: 16, BF16: 16 },
  ...{ U32: 32, I32: 32, F32: 32, U64: 64, I64: 64, F64: 64 },
};

/** Bytes of the number that says how long the header is. */
const LENGTH_BYTES = 8;

/**
 * Reads and validates a header: each tensor lies inside the file, has a known dtype, and has the length of its shape.
 * Tensors neither overlap nor leave gaps, as the format requires.
 * @throws FileFormatError
 */
export function readSafetensorsHeader(file: FileBytes): SafetensorsHeader {
  if (file.length < 10) throw truncatedError('it is too short to be a .safetensors file', file.length);
  const headerBytes = headerLength(file.slice(0, LENGTH_BYTES), file.length);
  return parseHeader(file.copy(LENGTH_BYTES, headerBytes), file.length);
}

/**
 * Like `readSafetensorsHeader`, without the file.
 * @param start of the file, up to the end of the header
 * @param fileBytes of the whole file
 */
export function parseSafetensorsStart(start: Buffer, fileBytes: number): SafetensorsHeader {
  if (start.length < 10) throw truncatedError('it is too short to be a .safetensors file', start.length);
  const end = LENGTH_BYTES + headerLength(start, fileBytes);
  if (end > start.length) throw truncatedError('its header is longer than what was sent of it', start.length);
  return parseHeader(start.subarray(LENGTH_BYTES, end), fileBytes);
}

function headerLength(start: Buffer, fileBytes: number): number {
  const headerBytes = Number(start.readBigUInt64LE());
  if (LENGTH_BYTES + headerBytes > fileBytes) {
    // Text read as a length exceeds any header.
    if (headerBytes > MAX_HEADER_BYTES) {
      reject('it isn’t a .safetensors file: it has no header', { reasonKey: 'headerMissing' });
    }
    reject('it is cut off: its header is longer than the file', { reasonKey: 'truncated', at: fileBytes });
  }
  if (headerBytes <= MAX_HEADER_BYTES) return headerBytes;
  const fault = { reasonKey: 'headerTooLong', bytes: headerBytes, most: MAX_HEADER_BYTES } as const;
  return reject(`a header of ${headerBytes} bytes is too long`, fault);
}

function parseHeader(json: Buffer, fileBytes: number): SafetensorsHeader {
  const dataStart = LENGTH_BYTES + json.length;
  const rejectHeader = () => reject('its header isn’t a JSON object of tensors', { reasonKey: 'headerMissing' });
  const { __metadata__, ...entries } = parseObject(json.toString('utf8')) ?? rejectHeader();
  const tensors = new Map<string, StoredTensor>();
  for (const [key, entry] of Object.entries(entries)) {
    const problem = `${clipName(key)} has no dtype, shape and offsets that fit together`;
    tensors.set(
      key,
      readEntry(entry, dataStart) ?? reject(problem, { reasonKey: 'invalidTensor', tensor: clipName(key) }),
    );
  }
  requireTiling(tensors, dataStart, fileBytes);
  return { tensors, metadata: new Map(Object.entries(asTexts(__metadata__) ?? rejectHeader())) };
}

function reject(reason: string, fileFaultReason: FileFaultReason): never {
  throw new FileFormatError(reason, fileFaultReason);
}

/** A name from an uploaded file for a message: it can have any length, and characters that garble a line. */
export function clipName(name: string): string {
  const clipped = name.length > 120 ? `${name.slice(0, 117)}…` : name;
  return clipped.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '�');
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asTexts(value: unknown = {}): Record<string, string> | undefined {
  const isTexts = isObject(value) && Object.values(value).every((one) => typeof one === 'string');
  return isTexts ? (value as Record<string, string>) : undefined;
}

function readEntry(entry: unknown, dataStart: number): StoredTensor | undefined {
  if (!isObject(entry)) return undefined;
  const { dtype, shape, data_offsets: offsets } = entry;
  const bits = typeof dtype === 'string' && Object.hasOwn(BITS, dtype) ? BITS[dtype] : undefined;
  if (bits === undefined || !isLengths(shape) || shape.length > 8) return undefined;
  if (!isLengths(offsets) || offsets.length !== 2) return undefined;
  const [start, end] = offsets as [number, number];
  const values = shape.reduce((product, side) => product * side, 1);
  if (end - start !== (values * bits) / 8) return undefined;
  return { dtype: dtype as string, shape, offset: dataStart + start, length: end - start };
}

function isLengths(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && (one as number) >= 0);
}

function requireTiling(tensors: ReadonlyMap<string, StoredTensor>, dataStart: number, end: number): void {
  let position = dataStart;
  const byOffset = [...tensors].sort(([, a], [, b]) => a.offset - b.offset || a.length - b.length);
  for (const [name, { offset, length }] of byOffset) {
    if (offset < position) {
      reject(`${clipName(name)} overlaps another tensor`, { reasonKey: 'tensorOverlap', tensor: clipName(name) });
    }
    if (offset > position) {
      reject(`there is a gap before ${clipName(name)}`, { reasonKey: 'tensorGap', tensor: clipName(name) });
    }
    position = offset + length;
  }
  if (position === end) return;
  reject(`its header describes ${position} bytes, but it has ${end}`, {
    reasonKey: 'sizeMismatch',
    bytes: end,
    expected: position,
  });
}
