import type { OnnxFile } from '../onnx/onnx-file.js';
import type { OnnxNode } from '../onnx/node.js';
import type { Weight } from '../onnx/weight.js';
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
}

/** Operators between a constant and the operator that uses it. */
const CARRIERS = ['Identity', 'Cast', 'Transpose'];

interface Source {
  readonly weight: Weight;
  readonly isTransposed: boolean;
  /** Names of the weight and its carriers, starting at the operator. */
  readonly names: readonly string[];
}

/**
 * Weights that a LoRA can change, those of matrix products and convolutions, by module. The module's path comes from
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
  return targets;
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
  const weightName = names.find((name) => name.endsWith('.weight') && !name.includes('::'));
  const path = weightName?.slice(0, -'.weight'.length) ?? node.name.split('/').slice(0, -1).filter(Boolean).join('.');
  return path.replace(/^(unet|text_encoder)\./, '') || undefined;
}
