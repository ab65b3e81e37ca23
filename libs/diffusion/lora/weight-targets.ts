import type { OnnxFile } from '../onnx/onnx-file.js';
import type { OnnxNode } from '../onnx/node.js';
import type { Weight } from '../onnx/weight.js';
import { lowRankInput } from '../onnx/low-rank-inputs.js';
import { bytesOfValue, countOf } from '../onnx/weight.js';

/** The weight of a module as a matrix `[rows, columns]`: output channels, and inputs per output channel. */
export interface WeightTarget {
  /** The module's path in the model's code: `down_blocks.0.attentions.0.proj_in`. */
  readonly path: string;
  readonly weight: Weight;
  readonly rows: number;
  readonly columns: number;
  /** The graph stores the transposed matrix. */
  readonly isTransposed: boolean;
  /** `[rows]`, if the module has one. */
  readonly bias?: Weight;
  /** Whether the graph casts it to float32, so that a changed one may be stored as float32. */
  readonly isCast?: boolean;
  /** Whether the graph has inputs for a change of low rank beside it. */
  readonly isAdaptable?: boolean;
}

const SUFFIX = '.weight';

/** Operators between a constant and the operator that uses it. */
const CARRIERS = ['Identity', 'Cast', 'Transpose'];

interface Source {
  readonly weight: Weight;
  readonly isTransposed: boolean;
  /** Names of the weight and its carriers, starting at the operator. */
  readonly names: readonly string[];
}

/**
 * Weights that a LoRA can change, those of matrix products, convolutions, and norms, by module. The module's path comes from
 * the weight's name or, if the export folded a transpose into `onnx::MatMul_123`, from the node's name.
 */
export function weightTargets(onnx: OnnxFile): WeightTarget[] {
  const carriers = new Map<string, OnnxNode>();
  for (const node of onnx.nodes) {
    if (CARRIERS.includes(node.op) && node.outputs.length === 1) carriers.set(node.outputs[0]!, node);
  }
  const targets: WeightTarget[] = [];
  for (const node of onnx.nodes) {
    const source = isProduct(node) ? traceWeight(node.inputs[1] ?? '', onnx.weights, carriers) : undefined;
    const target = source && asTarget(node, source);
    if (target) targets.push(target);
  }
  const castOnly = namesOnlyCast(onnx.nodes);
  const read = new Set(onnx.nodes.flatMap(({ inputs }) => inputs));
  return [...targets, ...normTargets(onnx, targets)].map((target) => {
    const bias = biasOf(target, onnx);
    const isAdaptable = read.has(lowRankInput(target.path, 'down'));
    return { ...target, isCast: castOnly.has(target.weight.name), isAdaptable, ...(bias && { bias }) };
  });
}

/** Values that nothing but casts reads. */
function namesOnlyCast(nodes: readonly OnnxNode[]): ReadonlySet<string> {
  const cast = new Set(nodes.filter(({ op }) => op === 'Cast').flatMap(({ inputs }) => inputs));
  for (const { op, inputs } of nodes) if (op !== 'Cast') for (const input of inputs) cast.delete(input);
  return cast;
}

/** Norms scale each channel by a weight of their own. */
function normTargets({ weights }: OnnxFile, products: readonly WeightTarget[]): WeightTarget[] {
  const taken = new Set(products.map(({ weight }) => weight.name));
  return [...weights.values()].flatMap((weight) => {
    const count = countOf(weight);
    const isVector = count > 1 && weight.dims[0] === count && weight.name.endsWith(SUFFIX);
    if (!isVector || taken.has(weight.name) || bytesOfValue(weight.type) === undefined || !weight.dataLocation) {
      return [];
    }
    return [{ path: modulePath(weight.name), weight, rows: count, columns: 1, isTransposed: false }];
  });
}

function biasOf({ path, weight, rows }: WeightTarget, { weights }: OnnxFile): Weight | undefined {
  const bias = weights.get(`${path}.bias`) ?? weights.get(weight.name.replace(/\.weight$/, '.bias'));
  return bias && bias !== weight && bias.dataLocation && countOf(bias) === rows ? bias : undefined;
}

function isProduct({ op }: OnnxNode): boolean {
  return op === 'MatMul' || op === 'Gemm' || op === 'Conv';
}

function traceWeight(
  input: string,
  weights: ReadonlyMap<string, Weight>,
  carriers: ReadonlyMap<string, OnnxNode>,
): Source | undefined {
  const names = [input];
  let isTransposed = false;
  // Chains are a few nodes long. The limit ends cycles in broken graphs.
  for (let name = input; names.length < 8;) {
    const weight = weights.get(name);
    if (weight) return { weight, isTransposed, names };
    const carrier = carriers.get(name);
    if (!carrier || !isSwapOrNone(carrier)) return undefined;
    if (carrier.op === 'Transpose') isTransposed = !isTransposed;
    name = carrier.inputs[0] ?? '';
    names.push(name);
  }
  return undefined;
}

/** A transpose of two dimensions. Without `perm` it reverses all of them; `asTarget` checks that there are two. */
function isSwapOrNone({ op, attributes }: OnnxNode): boolean {
  const perm = attributes.get('perm');
  return op !== 'Transpose' || perm === undefined || (Array.isArray(perm) && perm.join() === '1,0');
}

function asTarget(node: OnnxNode, { weight, isTransposed, names }: Source): WeightTarget | undefined {
  const { dims } = weight;
  const path = pathOf(node, names);
  if (!path || !weight.dataLocation || bytesOfValue(weight.type) === undefined || countOf(weight) === 0) {
    return undefined;
  }
  if (node.op === 'Conv') {
    if (isTransposed || dims.length < 3) return undefined;
    return { path, weight, rows: dims[0]!, columns: countOf(weight) / dims[0]!, isTransposed: false };
  }
  const factor = node.attributes.get('alpha') ?? 1;
  if (dims.length !== 2 || factor !== 1) return undefined;
  // Both operators take [in, out]; Gemm also takes [out, in].
  const isOutputFirst = (node.op === 'Gemm' && node.attributes.get('transB') === 1) !== isTransposed;
  const [first, second] = dims as [number, number];
  if (isOutputFirst) return { path, weight, rows: first, columns: second, isTransposed: false };
  return { path, weight, rows: second, columns: first, isTransposed: true };
}

function pathOf(node: OnnxNode, names: readonly string[]): string | undefined {
  const weightName = names.find((name) => name.endsWith(SUFFIX) && !name.includes('::'));
  if (weightName !== undefined) return modulePath(weightName) || undefined;
  return withoutGraph(node.name.split('/').slice(0, -1).filter(Boolean).join('.')) || undefined;
}

function modulePath(weightName: string): string {
  return withoutGraph(weightName.slice(0, -SUFFIX.length));
}

function withoutGraph(path: string): string {
  return path.replace(/^(unet|text_encoder)\./, '');
}
