import type { GraphPatches, PatchedGraph } from '../sessions/patched-graph.js';
import type { FileBytes } from './file-bytes.js';
import type { GraphSource } from './graph-source.js';
import type { Field, Range } from './protobuf.js';
import { readNode, readText } from './node.js';
import { readOnnxFile } from './onnx-file.js';
import { bytesField, fieldsOf, varintField, WIRE } from './protobuf.js';
import { rewriteFields } from './rewrite-fields.js';
import { FLOAT16, FLOAT32 } from './weight.js';

const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, value: 13 };
const NODE = { input: 1, output: 2, op: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, int: 3, tensor: 5, type: 20 };
const INT = 2;
const TENSOR = { type: 2, name: 8 };
const VALUE = { type: 2 };
const TYPE = { tensor: 1 };
const TENSOR_TYPE = { element: 1 };

/** Name of the float16 original of a widened value. */
const halfName = (name: string): string => `${name}_half`;

/**
 * Loads a float16 graph so that it computes in float32, because some VAEs overflow in float16. Constants are cast
 * where they are read, casts to float16 become casts to float32, and inputs and outputs become float32.
 */
export class Float32GraphPatch implements GraphPatches {
  async patch(source: GraphSource): Promise<PatchedGraph> {
    const onnx = await readOnnxFile(source);
    const halves = [...onnx.weights.values()].filter(({ type }) => type === FLOAT16);
    const casts = halves.map(({ name }) => bytesField(GRAPH.node, castNode(name)));
    return { model: rewriteFields(onnx, casts, widenField), folder: source.folder };
  }
}

function widenField(file: FileBytes, field: Field): Buffer | undefined {
  if (field.wireType !== WIRE.bytes) return undefined;
  switch (field.number) {
    case GRAPH.initializer:
      return elementOf(file, field.content, TENSOR.type) === FLOAT16
        ? bytesField(GRAPH.initializer, withHalfName(file, field.content, TENSOR.name))
        : undefined;
    case GRAPH.node:
      return widenNode(file, field.content);
    case GRAPH.input:
    case GRAPH.output:
      return bytesField(field.number, widenValue(file, field.content));
    // Drops the type info of intermediate values, which no longer holds. The runtime infers it.
    case GRAPH.value:
      return Buffer.alloc(0);
    default:
      return undefined;
  }
}

function widenNode(file: FileBytes, message: Range): Buffer | undefined {
  const { op, attributes, outputs } = readNode(file, message);
  if (op === 'Cast' && attributes.get('to') === FLOAT16) {
    const fields = copyFields(file, message, ({ number }) => number !== NODE.attribute);
    return bytesField(GRAPH.node, Buffer.concat([...fields, castToFloat32()]));
  }
  if (!op.startsWith('Constant') || !hasHalfTensor(file, message)) return undefined;
  const constant = bytesField(GRAPH.node, withHalfName(file, message, NODE.output));
  return Buffer.concat([constant, bytesField(GRAPH.node, castNode(outputs[0] ?? ''))]);
}

/** A node that casts the float16 original of a name to float32. */
function castNode(name: string): Buffer {
  const names = [bytesField(NODE.input, halfName(name)), bytesField(NODE.output, name)];
  return Buffer.concat([...names, bytesField(NODE.op, 'Cast'), castToFloat32()]);
}

function castToFloat32(): Buffer {
  const to = [bytesField(ATTRIBUTE.name, 'to'), varintField(ATTRIBUTE.int, FLOAT32), varintField(ATTRIBUTE.type, INT)];
  return bytesField(NODE.attribute, Buffer.concat(to));
}

/** Whether an attribute of the node is a float16 tensor. */
function hasHalfTensor(file: FileBytes, node: Range): boolean {
  for (const attribute of fieldsOf(file, node)) {
    if (attribute.number !== NODE.attribute || attribute.wireType !== WIRE.bytes) continue;
    for (const { number, wireType, content } of fieldsOf(file, attribute.content)) {
      const isTensor = number === ATTRIBUTE.tensor && wireType === WIRE.bytes;
      if (isTensor && elementOf(file, content, TENSOR.type) === FLOAT16) return true;
    }
  }
  return false;
}

function widenValue(file: FileBytes, value: Range): Buffer {
  return rewriteField(file, value, VALUE.type, (type) =>
    rewriteField(file, type, TYPE.tensor, (tensor) =>
      elementOf(file, tensor, TENSOR_TYPE.element) === FLOAT16
        ? Buffer.concat([
            varintField(TENSOR_TYPE.element, FLOAT32),
            ...copyFields(file, tensor, ({ number }) => number !== TENSOR_TYPE.element),
          ])
        : file.copy(tensor.start, tensor.end - tensor.start),
    ),
  );
}

/** Copies a message with one field rewritten. */
function rewriteField(
  file: FileBytes,
  message: Range,
  fieldNumber: number,
  rewrite: (content: Range) => Buffer,
): Buffer {
  const pieces = [...fieldsOf(file, message)].map(({ number, wireType, content, range }) =>
    number === fieldNumber && wireType === WIRE.bytes
      ? bytesField(fieldNumber, rewrite(content))
      : file.copy(range.start, range.end - range.start),
  );
  return Buffer.concat(pieces);
}

/** Copies a message with the name in field `part` replaced by that of its float16 original. */
function withHalfName(file: FileBytes, message: Range, fieldNumber: number): Buffer {
  return rewriteField(file, message, fieldNumber, (name) => Buffer.from(halfName(readText(file, name))));
}

function elementOf(file: FileBytes, message: Range, fieldNumber: number): number | undefined {
  for (const { number, wireType, value } of fieldsOf(file, message)) {
    if (number === fieldNumber && wireType === WIRE.varint) return value;
  }
  return undefined;
}

function copyFields(file: FileBytes, message: Range, isKept: (field: Field) => boolean): Buffer[] {
  return [...fieldsOf(file, message)]
    .filter(isKept)
    .map(({ range }) => file.copy(range.start, range.end - range.start));
}
