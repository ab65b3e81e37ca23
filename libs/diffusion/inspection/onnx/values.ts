import { FileFormatError } from '../../fault.js';
import type { FileBytes } from '../../onnx/file-bytes.js';
import { readText } from '../../onnx/node.js';
import type { Range } from '../../onnx/protobuf.js';
import { readSigned, readStrictFields } from './messages.js';

/** An input or output of a graph. Dynamic dimensions are undefined. */
export interface GraphValue {
  readonly name: string;
  readonly shape: readonly (number | undefined)[];
  /** ONNX's number of its element type; 0 if the file has none. */
  readonly elementType: number;
}

const VALUE = { name: 1, type: 2 };
const TYPE = { tensor: 1 };
const TENSOR_TYPE = { element: 1, shape: 2 };
const SIDE = { length: 1 };
const MAX_SIDE = 2 ** 24;
const MAX_RANK = 16;

/** @throws RangeError */
export function readValue(file: FileBytes, message: Range): GraphValue {
  let name = '';
  const shape: (number | undefined)[] = [];
  let elementType = 0;
  for (const { number, content } of readStrictFields(file, message, 'value')) {
    if (number === VALUE.name) name = readText(file, content);
    if (number !== VALUE.type) continue;
    const type = readType(file, content);
    shape.push(...type.shape);
    elementType = type.elementType;
  }
  if (shape.length > MAX_RANK) {
    throw new FileFormatError(`${name} has more than ${MAX_RANK} sides`, {
      reasonKey: 'invalidShape',
      tensor: name || '?',
    });
  }
  return { name, shape, elementType };
}

function readType(file: FileBytes, type: Range): Omit<GraphValue, 'name'> {
  const sides: (number | undefined)[] = [];
  let elementType = 0;
  for (const tensor of readStrictFields(file, type, 'type')) {
    if (tensor.number !== TYPE.tensor) continue;
    for (const shape of readStrictFields(file, tensor.content, 'tensorType')) {
      if (shape.number === TENSOR_TYPE.element) elementType = readSigned(file, shape.content);
      if (shape.number !== TENSOR_TYPE.shape) continue;
      for (const side of readStrictFields(file, shape.content, 'shape')) sides.push(sideOf(file, side.content));
    }
  }
  return { shape: sides, elementType };
}

function sideOf(file: FileBytes, side: Range): number | undefined {
  for (const { number, content } of readStrictFields(file, side, 'side')) {
    if (number !== SIDE.length) continue;
    const length = readSigned(file, content);
    if (length > MAX_SIDE) {
      const problem = `a side of ${length} is longer than any tensor has`;
      throw new FileFormatError(problem, { reasonKey: 'invalidShape', tensor: 'ValueInfoProto' });
    }
    // Some exporters write 0 or -1 for a dynamic dimension.
    return length > 0 ? length : undefined;
  }
  return undefined;
}
