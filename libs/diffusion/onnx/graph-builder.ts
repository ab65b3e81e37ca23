import type { ExternalData } from './external-tensor.js';
import { externalTensor, tensorFields } from './external-tensor.js';
import { bytesField, varintField } from './protobuf.js';

/** Element types of ONNX tensors. */
export const ELEMENT = { float32: 1, int64: 7, bool: 9, float16: 10, bfloat16: 16 } as const;
export type Element = keyof typeof ELEMENT;

/** A value of a graph, by its name. */
export type Value = string & { readonly __value?: never };

/** An integer, a float (`{ float: 1 }`), a text, a graph, or a list of integers. */
export type Attribute = number | string | { readonly float: number } | { readonly graph: Buffer } | readonly number[];

/** A length, or the name of a dynamic dimension. */
export type Side = number | string;

const MODEL = { irVersion: 1, producer: 2, graph: 7, opset: 8 };
const OPSET = { domain: 1, version: 2 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 };
const ATTRIBUTE = { name: 1, float: 2, int: 3, text: 4, graph: 6, ints: 8, type: 20 };
const ATTRIBUTE_TYPE = { float: 1, int: 2, text: 3, graph: 5, ints: 7 };
/** Field of a tensor with its bytes. */
const RAW = 9;
const VALUE = { name: 1, type: 2 };
const TENSOR_TYPE = { element: 1, shape: 2 };
const DIMENSION = { length: 1, name: 2 };

const IR_VERSION = 10;
/** The version that has Gelu. */
const OPSET_VERSION = 20;
/** Operators of the runtime beyond the standard. */
export const CONTRIBUTED = 'com.microsoft';

/** Builds an ONNX graph, operator by operator. Weights stay in their files. */
export class GraphBuilder {
  private nodes: Buffer[] = [];
  private readonly initializers = new Map<string, Buffer>();
  private readonly constants = new Map<string, string>();
  private readonly inputs: Buffer[] = [];
  private readonly outputs: Buffer[] = [];
  private count = 0;

  input(name: string, element: Element, sides: readonly Side[]): Value {
    this.inputs.push(valueInfo(name, element, sides));
    return name;
  }

  /** Makes a value an output of the graph, under this name. */
  output(name: string, value: Value, sides: readonly Side[]): void {
    this.addNode('Identity', [value], name, {}, '');
    this.outputs.push(valueInfo(name, 'float32', sides));
  }

  /** @returns the only output of the operator */
  node(op: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}, domain = ''): Value {
    const name = this.nextName(op);
    this.addNode(op, inputs, name, attributes, domain);
    return name;
  }

  /** Splits a value into equal parts along its last axis. */
  split(value: Value, parts: number): Value[] {
    const names = Array.from({ length: parts }, () => this.nextName('Split'));
    this.nodes.push(nodeProto('Split', [value], names, { axis: -1, num_outputs: parts }, ''));
    return names;
  }

  /** Computes one of two values, as a boolean says. Each may read everything that the graph has by then. */
  choose(condition: Value, whenTrue: () => Value, whenFalse: () => Value): Value {
    const branches = { then_branch: this.branch(whenTrue), else_branch: this.branch(whenFalse) };
    return this.node('If', [condition], branches);
  }

  floats(values: readonly number[], dims: readonly number[]): Value {
    return this.constant('float32', Buffer.from(Float32Array.from(values).buffer), dims);
  }

  integers(values: readonly number[]): Value {
    return this.constant('int64', Buffer.from(BigInt64Array.from(values, BigInt).buffer), [values.length]);
  }

  integer(value: number): Value {
    return this.constant('int64', Buffer.from(BigInt64Array.of(BigInt(value)).buffer), []);
  }

  /** A named weight whose bytes lie in a file. A name that exists already stands for the same weight. */
  weight(name: string, element: Element, dims: readonly number[], data: ExternalData): Value {
    if (!this.initializers.has(name)) this.initializers.set(name, externalTensor(name, ELEMENT[element], dims, data));
    return name;
  }

  /** The graph as an ONNX model. */
  build(name: string): Buffer {
    const graph = Buffer.concat([
      ...this.nodes.map((node) => bytesField(GRAPH.node, node)),
      bytesField(GRAPH.name, name),
      ...[...this.initializers.values()].map((tensor) => bytesField(GRAPH.initializer, tensor)),
      ...this.inputs.map((input) => bytesField(GRAPH.input, input)),
      ...this.outputs.map((output) => bytesField(GRAPH.output, output)),
    ]);
    return Buffer.concat([
      varintField(MODEL.irVersion, IR_VERSION),
      bytesField(MODEL.producer, 'visionary'),
      bytesField(MODEL.graph, graph),
      bytesField(MODEL.opset, varintField(OPSET.version, OPSET_VERSION)),
      bytesField(MODEL.opset, Buffer.concat([bytesField(OPSET.domain, CONTRIBUTED), varintField(OPSET.version, 1)])),
    ]);
  }

  /** A graph inside the graph, which has an output and no inputs. */
  private branch(build: () => Value): { readonly graph: Buffer } {
    const outside = this.nodes;
    this.nodes = [];
    const output = this.node('Identity', [build()]);
    const nodes = this.nodes.map((node) => bytesField(GRAPH.node, node));
    this.nodes = outside;
    const name = bytesField(GRAPH.name, output);
    return { graph: Buffer.concat([...nodes, name, bytesField(GRAPH.output, bytesField(VALUE.name, output))]) };
  }

  private addNode(
    op: string,
    inputs: readonly Value[],
    output: string,
    attributes: Readonly<Record<string, Attribute>>,
    domain: string,
  ): void {
    this.nodes.push(nodeProto(op, inputs, [output], attributes, domain));
  }

  /** Equal constants are stored once. */
  private constant(element: Element, bytes: Buffer, dims: readonly number[]): Value {
    const key = `${element}[${dims.join(',')}] ${bytes.toString('base64')}`;
    const existing = this.constants.get(key);
    if (existing !== undefined) return existing;
    const name = this.nextName('Constant');
    this.constants.set(key, name);
    this.initializers.set(name, Buffer.concat([...tensorFields(name, ELEMENT[element], dims), bytesField(RAW, bytes)]));
    return name;
  }

  private nextName(op: string): string {
    return `${op}_${this.count++}`;
  }
}

function nodeProto(
  op: string,
  inputs: readonly Value[],
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

function valueInfo(name: string, element: Element, sides: readonly Side[]): Buffer {
  const dimensions = sides.map((side) =>
    bytesField(1, typeof side === 'number' ? varintField(DIMENSION.length, side) : bytesField(DIMENSION.name, side)),
  );
  const tensor = Buffer.concat([
    varintField(TENSOR_TYPE.element, ELEMENT[element]),
    bytesField(TENSOR_TYPE.shape, Buffer.concat(dimensions)),
  ]);
  return Buffer.concat([bytesField(VALUE.name, name), bytesField(VALUE.type, bytesField(1, tensor))]);
}
