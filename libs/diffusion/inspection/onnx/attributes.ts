import { FileFormatError } from '../../fault.js';
import { readText } from '../../onnx/node.js';
import type { FileBytes } from '../../onnx/file-bytes.js';
import type { Range } from '../../onnx/protobuf.js';
import { readSigned, readSignedNumbers, readStrictFields } from './messages.js';

export interface Attribute {
  readonly name: string;
  /** Integers. */
  readonly numbers: readonly number[];
  readonly tensor: Range | undefined;
  readonly graph: Range | undefined;
}

const FIELD = { name: 1, int: 3, tensor: 5, graph: 6, ints: 8 };
const MAX_LIST = 1024;

/** Allowed ranges of node attributes. Out-of-range values, such as a zero stride, can crash the native runtime. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  blocksize: [1, 64],
  kernel_shape: [1, 1024],
  strides: [1, 1024],
  dilations: [1, 1024],
  group: [1, 2 ** 16],
  groups: [1, 2 ** 16],
  num_groups: [1, 2 ** 16],
  num_heads: [1, 4096],
  q_num_heads: [1, 4096],
  kv_num_heads: [1, 4096],
  pads: [-4096, 4096],
  output_padding: [0, 4096],
  output_shape: [1, 2 ** 16],
  axis: [-16, 16],
  axes: [-16, 16],
  perm: [0, 16],
  to: [1, 23],
};
/** Unrestricted: slices use the largest integer for "to the end". */
const UNRESTRICTED = new Set(['value_int', 'value_ints', 'starts', 'ends']);
const DEFAULT_LIMIT = 2 ** 31;

/** @throws RangeError */
export function readAttribute(file: FileBytes, message: Range): Attribute {
  let name = '';
  const numbers: number[] = [];
  let tensor: Range | undefined;
  let graph: Range | undefined;
  for (const field of readStrictFields(file, message, 'attribute')) {
    if (field.number === FIELD.name) name = readText(file, field.content);
    if (field.number === FIELD.int) numbers.push(readSigned(file, field.content));
    if (field.number === FIELD.ints) numbers.push(...readSignedNumbers(file, field, MAX_LIST));
    if (field.number === FIELD.tensor) tensor = field.content;
    if (field.number === FIELD.graph) graph = field.content;
    if (numbers.length > MAX_LIST) {
      const problem = `${name} is a list of too many numbers`;
      throw new FileFormatError(problem, { reasonKey: 'tooMany', name: name || 'ints', most: MAX_LIST });
    }
  }
  return { name, numbers, tensor, graph };
}

/** @returns why its value is invalid, in English */
export function attributeError({ name, numbers }: Attribute): string | undefined {
  if (UNRESTRICTED.has(name)) return undefined;
  const [min, max] = RANGES[name] ?? [-DEFAULT_LIMIT, DEFAULT_LIMIT];
  const invalidNumber = numbers.find((number) => number < min || number > max);
  return invalidNumber === undefined
    ? undefined
    : `its ${name} is ${invalidNumber}, which no model for rendering needs`;
}
