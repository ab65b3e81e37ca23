import { FileFormatError } from '../fault.js';
import type { FileBytes } from './file-bytes.js';
import type { Range } from './protobuf.js';
import { fieldsOf, WIRE } from './protobuf.js';

/** An operator of a graph. */
export interface OnnxNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes with an integer, a list of integers, or a float. */
  readonly attributes: ReadonlyMap<string, number | readonly number[]>;
}

/** Names in valid files are a few hundred characters long. */
const MAX_NAME_BYTES = 4096;

const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, float: 2, int: 3, ints: 8 };

/** @throws RangeError when it is not a NodeProto */
export function readNode(file: FileBytes, message: Range): OnnxNode {
  const node = { op: '', name: '', inputs: [] as string[], outputs: [] as string[] };
  const attributes = new Map<string, number | readonly number[]>();
  for (const { number, wireType, content } of fieldsOf(file, message)) {
    if (wireType !== WIRE.bytes) continue;
    if (number === NODE.input) node.inputs.push(readText(file, content));
    if (number === NODE.output) node.outputs.push(readText(file, content));
    if (number === NODE.name) node.name = readText(file, content);
    if (number === NODE.op) node.op = readText(file, content);
    if (number === NODE.attribute) readAttribute(file, content, attributes);
  }
  return { ...node, attributes };
}

/** @throws RangeError when it exceeds the longest name of valid files */
export function readText(file: FileBytes, { start, end }: Range): string {
  if (end - start > MAX_NAME_BYTES) {
    throw new FileFormatError(`a name of ${end - start} bytes is too long`, { reasonKey: 'stringTooLong' });
  }
  return end > start ? file.slice(start, end - start).toString('utf8') : '';
}

/** Integers, one per field or packed. */
export function* integersOf(
  file: FileBytes,
  field: { readonly wireType: number; readonly value: number; readonly content: Range },
): Generator<number> {
  if (field.wireType === WIRE.varint) return yield field.value;
  if (field.wireType !== WIRE.bytes) return;
  let value = 0;
  let scale = 1;
  for (let offset = field.content.start; offset < field.content.end; offset++) {
    const byte = file.byteAt(offset);
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) {
      yield value;
      value = 0;
      scale = 1;
    }
  }
}

function readAttribute(file: FileBytes, message: Range, attributes: Map<string, number | readonly number[]>): void {
  let name = '';
  let value: number | undefined;
  const list: number[] = [];
  for (const field of fieldsOf(file, message)) {
    if (field.number === ATTRIBUTE.name && field.wireType === WIRE.bytes) name = readText(file, field.content);
    if (field.number === ATTRIBUTE.int && field.wireType === WIRE.varint) value = signed(file, field.content);
    if (field.number === ATTRIBUTE.float && field.wireType === WIRE.fixed32) {
      value = file.slice(field.content.start, 4).readFloatLE();
    }
    if (field.number === ATTRIBUTE.ints && list.length < 16) list.push(...integersOf(file, field));
  }
  if (value !== undefined) attributes.set(name, value);
  else if (list.length > 0) attributes.set(name, list);
}

/** A varint of 64 bits in two's complement. */
function signed(file: FileBytes, { start, end }: Range): number {
  let value = 0n;
  for (let offset = end - 1; offset >= start; offset--) value = (value << 7n) | BigInt(file.byteAt(offset) & 0x7f);
  return Number(BigInt.asIntN(64, value));
}
