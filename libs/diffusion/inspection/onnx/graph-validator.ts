import { FileFormatError } from '../../fault.js';
import type { FileBytes } from '../../onnx/file-bytes.js';
import { fieldsOf, type Range } from '../../onnx/protobuf.js';
import { isFinite } from '../finite.js';
import { InspectionError } from '../result.js';
import { KnownConstants } from './constant-propagation.js';
import { ElementTypes, isIntegerDtype, isIntegerType } from './element-types.js';
import { requireSafeDivision } from './integer-division.js';
import { requireBoundedOutputs } from './output-size-limits.js';
import { readStrictFields } from './messages.js';
import { type InspectedNode, inspectNode } from './nodes.js';
import { type SiblingFiles, MAX_BYTES, type InspectedTensor, inspectTensor, smallValues } from './tensors.js';
import { type GraphValue, readValue } from './values.js';

const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 };

/** The largest exports have about 10,000 nodes. */
const MAX_NODES = 50_000;
const MAX_WEIGHTS = 50_000;
/** No export nests `If` in `If`; each level could double the work. */
const MAX_DEPTH = 1;
/** Weights that are multiplied and must be finite. Elsewhere minus infinity is valid: masks use it. */
const MULTIPLIED = /(weight|bias|scale|_quantized|MatMul_\d+)$/i;

/** Names of an outer graph that a subgraph may use. */
type Scope = ReadonlySet<string>;

/** Walks a graph and its subgraphs once and rejects what must not run. Keeps only metadata. */
export class GraphValidator {
  readonly weights = new Map<string, readonly number[]>();
  readonly dtypes = new Set<string>();
  readonly locations = new Set<string>();
  readonly inputs: GraphValue[] = [];
  readonly outputs: GraphValue[] = [];
  tensors = 0;
  parameters = 0;
  private bytes = 0;
  private nodes = 0;
  private readonly constants = new KnownConstants();
  private readonly types = new ElementTypes();

  constructor(
    private readonly file: FileBytes,
    private readonly path: string,
    private readonly beside: SiblingFiles | undefined,
    private readonly open: (path: string) => FileBytes,
  ) {}

  /** @returns the names of its outputs. @throws RangeError, InspectionError */
  validateGraph(message: Range, depth = 0, outer: Scope = new Set()): readonly string[] {
    this.countNodes(message);
    const nodes: InspectedNode[] = [];
    const names = new Set(outer);
    const outputNames: string[] = [];
    for (const { number, content } of readStrictFields(this.file, message, 'graph')) {
      if (number === GRAPH.initializer) addOnce(names, this.validateWeight(content, depth));
      if (number === GRAPH.node) nodes.push(inspectNode(this.file, content, this.path));
      if (number !== GRAPH.input && number !== GRAPH.output) continue;
      const value = readValue(this.file, content);
      if (depth === 0) (number === GRAPH.input ? this.inputs : this.outputs).push(value);
      if (number === GRAPH.output) outputNames.push(value.name);
      if (number !== GRAPH.input) continue;
      names.add(value.name);
      if (value.elementType > 0) this.types.record(value.name, isIntegerType(value.elementType));
    }
    this.requireDefinedValues(nodes, names, outputNames);
    for (const validateNode of nodes) this.node(validateNode, depth, names);
    return outputNames;
  }

  /** Runs before all other checks, so that a graph with a million nodes is rejected immediately. */
  private countNodes(message: Range): void {
    for (const { number } of fieldsOf(this.file, message)) {
      if (number !== GRAPH.node || ++this.nodes <= MAX_NODES) continue;
      const reason = `it has more than ${MAX_NODES} nodes`;
      throw new InspectionError('MODEL_TOO_MANY_NODES', { path: this.path, most: MAX_NODES, reason });
    }
  }

  private validateWeight(message: Range, depth: number): string {
    const validateTensor = this.tensor(message);
    const { name, dims } = validateTensor.parts;
    if (name === '') throw new FileFormatError('a weight has no name', { reasonKey: 'unnamedTensor' });
    if (depth === 0) this.weights.set(name, dims);
    if (this.weights.size > MAX_WEIGHTS) {
      const fault = { reasonKey: 'tooMany', name: 'initializer', most: MAX_WEIGHTS } as const;
      throw new FileFormatError(`it has more than ${MAX_WEIGHTS} weights`, fault);
    }
    this.tensors += 1;
    this.parameters += validateTensor.count;
    this.dtypes.add(validateTensor.dtype);
    this.constants.record(name, smallValues(this.file, validateTensor));
    this.types.record(name, isIntegerDtype(validateTensor.dtype));
    return name;
  }

  private tensor(message: Range): InspectedTensor {
    const tensor = inspectTensor(this.file, message, this.path, this.beside);
    this.bytes += tensor.bytes;
    if (this.bytes > MAX_BYTES) {
      const reason = `its weights take more than ${MAX_BYTES} bytes`;
      throw new InspectionError('MODEL_TOO_LARGE', {
        ...{ path: this.path, reasonKey: 'weightsTooLarge', most: MAX_BYTES, reason },
      });
    }
    this.requireFinite(tensor);
    return tensor;
  }

  private requireFinite(tensor: InspectedTensor): void {
    const { dtype, parts, inline, external } = tensor;
    const mayBeInfinite = !MULTIPLIED.test(parts.name);
    const ranges = inline.map(({ start, end }) => ({ offset: start, length: end - start }));
    let areAllFinite = ranges.every((range) => isFinite(this.file, dtype, range, mayBeInfinite));
    if (external && this.beside) {
      this.locations.add(external.location);
      const file = this.open(external.location);
      areAllFinite = isFinite(file, dtype, external, mayBeInfinite);
    }
    if (areAllFinite) return;
    const reason = `${parts.name || 'a constant'} has values that are no finite numbers`;
    throw new InspectionError('MODEL_WEIGHTS_NAN_OR_INF', { path: this.path, tensor: parts.name, reason });
  }

  /** Requires that each value is produced exactly once, and that each used value is produced. */
  private requireDefinedValues(
    nodes: readonly InspectedNode[],
    names: Set<string>,
    outputNames: readonly string[],
  ): void {
    for (const { outputs } of nodes) for (const output of outputs) if (output !== '') addOnce(names, output);
    const used = [...nodes.flatMap(({ inputs }) => inputs), ...outputNames];
    const missing = used.find((name) => name !== '' && !names.has(name));
    if (missing !== undefined) {
      throw new FileFormatError(`nothing in it makes ${missing}, which is used`, {
        reasonKey: 'undefinedTensor',
        name: missing,
      });
    }
  }

  private node(node: InspectedNode, depth: number, names: Scope): void {
    const branches: (readonly string[])[] = [];
    let tensorIsInteger: boolean | undefined;
    this.constants.propagate(node);
    for (const { graph, tensor: range } of node.attributes) {
      const tensor = range && this.tensor(range);
      if (tensor) tensorIsInteger = isIntegerDtype(tensor.dtype);
      if (tensor && (node.op === 'Constant' || node.op === 'ConstantOfShape')) {
        this.constants.record(node.outputs[0] ?? '', smallValues(this.file, tensor));
      }
      if (graph && depth >= MAX_DEPTH) {
        const reason = `${node.name} is an If inside an If`;
        const detail = { reasonKey: 'unexpectedSubgraph', operator: 'If', node: node.name, reason } as const;
        throw new InspectionError('MODEL_OPERATOR_NOT_ALLOWED', { path: this.path, ...detail });
      }
      if (graph) branches.push(this.validateGraph(graph, depth + 1, names));
    }
    this.types.propagate(node, tensorIsInteger, branches);
    requireSafeDivision(node, this.types, this.constants, this.path);
    const shape = node.attributes.find(({ name }) => name === 'shape')?.numbers;
    requireBoundedOutputs({ ...node, shape }, (name) => this.constants.of(name), this.path);
  }
}

function addOnce(names: Set<string>, name: string): void {
  if (names.has(name)) throw new FileFormatError(`it has ${name} twice`, { reasonKey: 'duplicateName', name });
  names.add(name);
}
