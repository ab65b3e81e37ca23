import type { Element, Value } from '../onnx/graph-builder.js';
import type { CheckpointTensor, NetworkTensors } from './tensors.js';
import { FileFormatError } from '../fault.js';
import { CONTRIBUTED, GraphBuilder } from '../onnx/graph-builder.js';

/** All GroupNorms of Stable Diffusion have 32 groups. */
const GROUPS = 32;

const ELEMENTS: Readonly<Record<string, Element>> = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' };

/**
 * Layers of PyTorch as ONNX operators. Each reads its weights where they lie in the checkpoint; those of 16 bits are cast to
 * float32, which the runtime does once, while it loads.
 */
export class Layers {
  readonly graph = new GraphBuilder();

  constructor(readonly tensors: NetworkTensors) {}

  /** `[…] -> […]`: x·sigmoid(x). */
  silu(x: Value): Value {
    return this.graph.node('QuickGelu', [x], { alpha: { float: 1 } }, CONTRIBUTED);
  }

  add(a: Value, b: Value): Value {
    return this.graph.node('Add', [a, b]);
  }

  /** `[B,C,H,W] -> [B,C',H',W']` by a square kernel. */
  conv(x: Value, path: string, { stride = 1, pads }: { stride?: number; pads?: readonly number[] } = {}): Value {
    const { shape } = this.tensors.get(`${path}.weight`);
    requireRank(this.tensors.get(`${path}.weight`), 4);
    const margin = Math.floor(shape[2]! / 2);
    return this.graph.node('Conv', [x, this.weight(`${path}.weight`), ...this.bias(path)], {
      kernel_shape: [shape[2]!, shape[3]!],
      strides: [stride, stride],
      pads: pads ?? [margin, margin, margin, margin],
    });
  }

  /** `[B,C,H,W] -> [B,C,2H,2W]`: every pixel four times. */
  upsample(x: Value): Value {
    const { graph } = this;
    const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
    return graph.node('Resize', [x, '', graph.floats([1, 1, 2, 2], [4])], attributes);
  }

  /** `[N,in] -> [N,out]`. A 1x1 kernel counts as a matrix. */
  linear(x: Value, path: string): Value {
    const { shape } = this.tensors.get(`${path}.weight`);
    const matrix = this.weight(`${path}.weight`, [shape[0] ?? 0, product(shape.slice(1))]);
    return this.graph.node('Gemm', [x, matrix, ...this.bias(path)], { transB: 1 });
  }

  /** `[B,C,H,W] -> [B,C,H,W]`, normalized over the channels and pixels of a group (Wu and He 2018). */
  groupNorm(x: Value, path: string, epsilon: number): Value {
    const { graph } = this;
    const channels = this.tensors.get(`${path}.weight`).shape[0] ?? 0;
    const ones = graph.floats(
      Array.from({ length: GROUPS }, () => 1),
      [GROUPS],
    );
    const zeros = graph.floats(
      Array.from({ length: GROUPS }, () => 0),
      [GROUPS],
    );
    const grouped = graph.node('Reshape', [x, graph.integers([0, GROUPS, -1])]);
    const normalized = graph.node('InstanceNormalization', [grouped, ones, zeros], { epsilon: { float: epsilon } });
    const restored = graph.node('Reshape', [normalized, graph.node('Shape', [x])]);
    const scaled = graph.node('Mul', [restored, this.weight(`${path}.weight`, [channels, 1, 1])]);
    return this.add(scaled, this.weight(`${path}.bias`, [channels, 1, 1]));
  }

  /** `[…,C] -> […,C]`, normalized over the last axis (Ba et al. 2016). */
  layerNorm(x: Value, path: string): Value {
    const inputs = [x, this.weight(`${path}.weight`), ...this.bias(path)];
    return this.graph.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: 1e-5 } });
  }

  /**
   * Attention over `[B,S,C]` queries and `[B,S',C]` keys and values (Vaswani et al. 2017), as one operator that never
   * holds the matrix of all pairs.
   * @param bias added to the scores, `[1,1,S,S']`
   */
  attention(query: Value, key: Value, value: Value, heads: number, bias?: Value): Value {
    const inputs = [query, key, value, ...(bias === undefined ? [] : ['', '', bias])];
    return this.graph.node('MultiHeadAttention', inputs, { num_heads: heads }, CONTRIBUTED);
  }

  /** A weight in float32. @param dims another shape for the same values */
  weight(path: string, dims?: readonly number[]): Value {
    const tensor = this.tensors.get(path);
    const element = ELEMENTS[tensor.dtype];
    if (element === undefined) {
      const fault = { reasonKey: 'unsupportedDtype', tensor: tensor.storedName } as const;
      throw new FileFormatError(`${tensor.storedName} is ${tensor.dtype}`, fault);
    }
    const shape = dims ?? tensor.shape;
    if (product(shape) !== product(tensor.shape)) throw shapeError(tensor, shape);
    const weight = this.graph.weight(path, element, shape, tensor);
    if (element === 'float32') return weight;
    return (this.casts[path] ??= this.graph.node('Cast', [weight], { to: 1 }));
  }

  /** Weights are cast once, although a module may run twice. */
  private readonly casts: Record<string, Value> = {};

  private bias(path: string): Value[] {
    return this.tensors.has(`${path}.bias`) ? [this.weight(`${path}.bias`)] : [];
  }
}

function requireRank(tensor: CheckpointTensor, rank: number): void {
  if (tensor.shape.length === rank && tensor.shape.every((side) => side > 0)) return;
  throw shapeError(tensor, undefined);
}

function shapeError({ storedName, shape }: CheckpointTensor, expected: readonly number[] | undefined): Error {
  const wanted = expected === undefined ? '' : `, not [${expected.join(',')}]`;
  return new FileFormatError(`${storedName} is [${shape.join(',')}]${wanted}`, {
    ...{ reasonKey: 'invalidShape', tensor: storedName },
  });
}

function product(sides: readonly number[]): number {
  return sides.reduce((all, side) => all * side, 1);
}
