import { bytesField, varintField } from './protobuf.js';

/** An integer, a float (`{ float: 1 }`), a text, a graph, or a list of integers. */
export type Attribute = number | string | { readonly float: number } | { readonly graph: Buffer } | readonly number[];

const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 };
const ATTRIBUTE = { name: 1, float: 2, int: 3, text: 4, graph: 6, ints: 8, type: 20 };
const ATTRIBUTE_TYPE = { float: 1, int: 2, text: 3, graph: 5, ints: 7 };

/** Operators of the runtime beyond the standard. */
export const CONTRIBUTED = 'com.microsoft';

/** A node message, named after its first output. */
export function nodeProto(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>>,
  domain: string,
): Buffer {
  return Buffer.concat([
    ...inputs.map((input) => bytesField(NODE.input, input)),
    ...outputs.map((output) => bytesField(NODE.output, output)),
    bytesField(NODE.name, outputs[0] ?? ''),
    bytesField(NODE.op, op),
    ...Object.entries(attributes).map(([name, value]) => bytesField(NODE.attribute, attributeProto(name, value))),
    ...(domain === '' ? [] : [bytesField(NODE.domain, domain)]),
  ]);
}

function attributeProto(name: string, value: Attribute): Buffer {
  const key = bytesField(ATTRIBUTE.name, name);
  if (typeof value === 'number') {
    return Buffer.concat([key, integerField(ATTRIBUTE.int, value), varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.int)]);
  }
  if (typeof value === 'string') {
    return Buffer.concat([key, bytesField(ATTRIBUTE.text, value), varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.text)]);
  }
  if ('graph' in value) {
    const graph = bytesField(ATTRIBUTE.graph, value.graph);
    return Buffer.concat([key, graph, varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.graph)]);
  }
  if ('float' in value) {
    const float = Buffer.alloc(5);
    float.writeUInt8(ATTRIBUTE.float * 8 + 5);
    float.writeFloatLE(value.float, 1);
    return Buffer.concat([key, float, varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.float)]);
  }
  const ints = value.map((one) => integerField(ATTRIBUTE.ints, one));
  return Buffer.concat([key, ...ints, varintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.ints)]);
}

/** A varint of 64 bits in two's complement. */
function integerField(number: number, value: number): Buffer {
  if (value >= 0) return varintField(number, value);
  const bytes = [number * 8];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
  return Buffer.from([...bytes, Number(rest)]);
}
