import type { ExternalData } from './external-tensor.js';
import type { Attribute } from './node-proto.js';
import { externalTensor, tensorFields } from './external-tensor.js';
import { CONTRIBUTED, nodeProto } from './node-proto.js';
import { bytesField, varintField } from './protobuf.js';

/** Element types of ONNX tensors. */
export const ELEMENT = { float32: 1, int64: 7, bool: 9, float16: 10, bfloat16: 16 } as const;
export type Element = keyof typeof ELEMENT;

/** A value of a graph, by its name. */
export type Value = string & { readonly __value?: never };

/** A length, or the name of a dynamic dimension. */
export type Side = number | string;

const MODEL = { irVersion: 1, producer: 2, graph: 7, opset: 8 };
const OPSET = { domain: 1, version: 2 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
/** Field of a tensor with its bytes. */
const RAW = 9;
const VALUE = { name: 1, type: 2 };
const TENSOR_TYPE = { element: 1, shape: 2 };
const DIMENSION = { length: 1, name: 2 };

const IR_VERSION = 10;
/** The version that has Gelu. */
const OPSET_VERSION = 20;

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
