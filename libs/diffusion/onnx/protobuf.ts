import { truncatedError, FileFormatError } from '../fault.js';
import type { FileBytes } from './file-bytes.js';

/** A byte range of a file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A field of a message: `value` for varints, otherwise `content` is its byte range. */
export interface Field {
  readonly number: number;
  readonly wireType: number;
  readonly value: number;
  readonly content: Range;
  /** Includes key and length. */
  readonly range: Range;
}

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * Iterates over the fields of a protocol buffer message in order without reading their contents. Only a few fields
 * are needed and never the weights; a library would copy everything.
 * @throws RangeError when the message is truncated, ends inside a field, or uses groups
 */
export function* fieldsOf(file: FileBytes, message: Range): Generator<Field> {
  let at = message.start;
  while (at < message.end) {
    const key = varintAt(file, at, message.end);
    const wireType = key.value % 8;
    const number = Math.floor(key.value / 8);
    const field = fieldAt(file, wireType, key.next, message.end);
    if (field.content.end > message.end) {
      const reason = `a field at ${at} reaches beyond its message`;
      throw message.end === file.length ? truncatedError(reason, file.length) : corruptError(reason, at);
    }
    yield { number, wireType, ...field, range: { start: at, end: field.content.end } };
    at = field.content.end;
  }
}

function fieldAt(file: FileBytes, wireType: number, at: number, end: number): Pick<Field, 'value' | 'content'> {
  switch (wireType) {
    case WIRE.varint: {
      const { value, next } = varintAt(file, at, end);
      return { value, content: { start: at, end: next } };
    }
    case WIRE.fixed64:
      return { value: NaN, content: { start: at, end: at + 8 } };
    case WIRE.fixed32:
      return { value: NaN, content: { start: at, end: at + 4 } };
    case WIRE.bytes: {
      const { value, next } = varintAt(file, at, end);
      return { value: NaN, content: { start: next, end: next + value } };
    }
    default:
      throw corruptError(`a field at ${at} is of the kind ${wireType}`, at);
  }
}

/** Loses precision above 2^53. Callers that need exact values must reject larger ones. */
function varintAt(file: FileBytes, start: number, end: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let i = 0; i < 10 && start + i < end; i++) {
    const byte = file.byteAt(start + i);
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: start + i + 1 };
  }
  throw corruptError(`the number at ${start} does not end`, start);
}

const corruptError = (reason: string, at: number) => new FileFormatError(reason, { reasonKey: 'corrupt', at });

/** Encodes a varint field. */
export function varintField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8 + WIRE.varint), varint(value)]);
}

/** Encodes a length-delimited field. */
export function bytesField(number: number, content: Uint8Array | string): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([bytesKey(number, bytes.length), bytes]);
}

/** Encodes the key and length of a length-delimited field. */
export function bytesKey(number: number, length: number): Buffer {
  return Buffer.concat([varint(number * 8 + WIRE.bytes), varint(length)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
