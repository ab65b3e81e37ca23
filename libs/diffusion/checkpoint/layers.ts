import type { Element, Side, Value } from '../onnx/graph-builder.js';
import type { CheckpointTensor, NetworkTensors } from './tensors.js';
import { FileFormatError } from '../fault.js';
import { GraphBuilder } from '../onnx/graph-builder.js';
import { CONTRIBUTED } from '../onnx/node-proto.js';

/** Features of an image, `[B,C,H,W]`, or of tokens, `[N,C]`. */
export interface Features {
  readonly value: Value;
  /** C. */
  readonly width: number;
}

/** The tokens of a batch of sequences. */
export interface Tokens {
  /** `[B·S,C]`, as matrix products take them. */
  readonly flat: Features;
  /** The lengths B and S, `[2]`; -1 stands for what follows from the others. */
  readonly sides: Value;
}

export interface ConvOptions {
  readonly stride?: number;
  /** Top, left, bottom, right; by default those that keep the size at a stride of 1. */
  readonly pads?: readonly number[];
  readonly hasBias?: boolean;
}

export interface LinearOptions {
  readonly hasBias?: boolean;
}

/** Paths of an attention's projections below its own. */
export interface AttentionNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly out: string;
  /** Whether query, key, and value have biases. */
  readonly hasBiases: boolean;
}

/** No network has more channels. Limits what an invalid file makes the builder allocate. */
const MAX_WIDTH = 65_536;

/** All GroupNorms of Stable Diffusion have 32 groups. */
const GROUPS = 32;
const LAYER_NORM_EPSILON = 1e-5;
/** Of the operators `Cast` and `QuickGelu`. */
const FLOAT32 = 1;
const FLOAT16 = 10;
const SILU_ALPHA = 1;
const LAST_TO_FIRST = [0, 3, 1, 2];
const FIRST_TO_LAST = [0, 2, 3, 1];

const ELEMENTS: Readonly<Record<string, Element>> = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' };

/**
 * Layers of PyTorch as ONNX operators. Each reads its weights where they lie in the checkpoint, and checks their shapes
 * against its input, so that the runtime never sees a graph that doesn't fit together. Weights are cast to what the graph
 * computes with, which the runtime does once, while it loads. Inputs and outputs are float32.
 */
export class Layers {
  readonly graph = new GraphBuilder();
  /** Weights are cast once, although a module may run twice. */
  private readonly casts: Record<string, Value> = {};

  /** @param isHalf whether it computes with 16 bits, except what could overflow */
  constructor(
    readonly tensors: NetworkTensors,
    protected readonly isHalf = false,
  ) {}

  /** An input `[B,C,height,width]`. */
  image(name: string, width: number): Features {
    return { value: this.computed(this.graph.input(name, 'float32', ['batch', width, 'height', 'width'])), width };
  }

  output(name: string, value: Value, sides: readonly Side[]): void {
    this.graph.output(name, this.exact(value), sides);
  }

  /** A float32 value as what the graph computes with. */
  computed(value: Value): Value {
    return this.isHalf ? this.graph.node('Cast', [value], { to: FLOAT16 }) : value;
  }

  /** What the graph computes with, as float32. */
  protected exact(value: Value): Value {
    return this.isHalf ? this.graph.node('Cast', [value], { to: FLOAT32 }) : value;
  }

  /** x·sigmoid(x) (Elfwing et al. 2018). */
  silu(x: Features): Features {
    return this.quickGelu(x, SILU_ALPHA);
  }

  /** x·sigmoid(αx) */
  quickGelu({ value, width }: Features, alpha: number): Features {
    return { value: this.graph.node('QuickGelu', [value], { alpha: { float: alpha } }, CONTRIBUTED), width };
  }

  gelu({ value, width }: Features): Features {
    return { value: this.graph.node('Gelu', [value]), width };
  }

  /** @throws FileFormatError when the widths differ, with the path of what made `a` */
  add(a: Features, b: Features, path: string): Features {
    if (a.width !== b.width) throw widthError(path, a.width, b.width);
    return { value: this.graph.node('Add', [a.value, b.value]), width: a.width };
  }

  /** Joins channels of images or tokens. */
  concat(parts: readonly Features[]): Features {
    const values = parts.map(({ value }) => value);
    const width = parts.reduce((sum, part) => sum + part.width, 0);
    return { value: this.graph.node('Concat', values, { axis: 1 }), width };
  }

  /** Multiplies the first half of the channels by GELU of the second (Shazeer 2020). */
  gate({ value, width }: Features): Features {
    const [left = '', right = ''] = this.graph.split(value, 2);
    return { value: this.graph.node('Mul', [left, this.graph.node('Gelu', [right])]), width: width / 2 };
  }

  /** A convolution by a square kernel of odd sides. */
  conv(x: Features, path: string, options: ConvOptions = {}): Features {
    const weight = this.tensors.get(`${path}.weight`);
    const [out = 0, , side = 0] = weight.shape;
    requireShape(weight, [out, x.width, side, side]);
    if (side % 2 === 0 || out > MAX_WIDTH) throw shapeError(weight, undefined);
    const kernel = this.weight(`${path}.weight`);
    const inputs = options.hasBias === false ? [x.value, kernel] : [x.value, kernel, this.bias(path, out)];
    return { value: this.graph.node('Conv', inputs, convAttributes(side, options)), width: out };
  }

  /** Every pixel four times: both sides double. */
  upsample({ value, width }: Features): Features {
    const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
    return { value: this.graph.node('Resize', [value, '', this.graph.floats([1, 1, 2, 2], [4])], attributes), width };
  }

  /** A matrix product with the weights `[out,in]`. A 1x1 kernel counts as a matrix. */
  linear(x: Features, path: string, { hasBias = true }: LinearOptions = {}): Features {
    const weight = this.tensors.get(`${path}.weight`);
    const [out = 0] = weight.shape;
    requireShape(weight, [out, x.width, ...(weight.shape.length > 2 ? [1, 1] : [])]);
    if (out > MAX_WIDTH || x.width > MAX_WIDTH) throw shapeError(weight, undefined);
    const matrix = this.weight(`${path}.weight`, [out, x.width]);
    const bias = hasBias ? this.bias(path, out) : undefined;
    return { value: this.product(x, matrix, path, bias), width: out };
  }

  /** `x · matrixᵀ + added` */
  protected product(x: Features, matrix: Value, _path: string, added?: Value): Value {
    return this.graph.node('Gemm', added === undefined ? [x.value, matrix] : [x.value, matrix, added], { transB: 1 });
  }

  /** Normalizes an image over the channels and pixels of a group (Wu and He 2018), whose squares would overflow 16 bits. */
  groupNorm({ value, width }: Features, path: string, epsilon: number): Features {
    const { graph } = this;
    const fill = (one: number) => graph.floats(Array<number>(GROUPS).fill(one), [GROUPS]);
    const weight = this.tensors.get(`${path}.weight`);
    requireShape(weight, [width]);
    if (width % GROUPS !== 0) throw shapeError(weight, undefined);
    const grouped = graph.node('Reshape', [this.exact(value), graph.integers([0, GROUPS, -1])]);
    const inputs = [grouped, fill(1), fill(0)];
    const normalized = graph.node('InstanceNormalization', inputs, { epsilon: { float: epsilon } });
    const restored = this.computed(graph.node('Reshape', [normalized, graph.node('Shape', [value])]));
    requireShape(this.tensors.get(`${path}.bias`), [width]);
    const scaled = graph.node('Mul', [restored, this.weight(`${path}.weight`, [width, 1, 1])]);
    return { value: graph.node('Add', [scaled, this.weight(`${path}.bias`, [width, 1, 1])]), width };
  }

  /** Normalizes each token over its channels (Ba et al. 2016). */
  layerNorm({ value, width }: Features, path: string): Features {
    requireShape(this.tensors.get(`${path}.weight`), [width]);
    const inputs = [value, this.weight(`${path}.weight`), this.bias(path, width)];
    const attributes = { axis: -1, epsilon: { float: LAYER_NORM_EPSILON } };
    return { value: this.graph.node('LayerNormalization', inputs, attributes), width };
  }

  /** The pixels of an image as tokens, with the shape `[B,H,W,C]` to return to. */
  tokensOf({ value, width }: Features): Tokens & { readonly shape: Value } {
    const { graph } = this;
    const last = graph.node('Transpose', [value], { perm: FIRST_TO_LAST });
    const batch = graph.node('Shape', [last], { start: 0, end: 1 });
    return {
      flat: { value: graph.node('Reshape', [last, graph.integers([-1, width])]), width },
      sides: graph.node('Concat', [batch, graph.integers([-1])], { axis: 0 }),
      shape: graph.node('Shape', [last]),
    };
  }

  /** Tokens as the image that they were. */
  imageOf({ value, width }: Features, shape: Value): Features {
    const last = this.graph.node('Reshape', [value, shape]);
    return { value: this.graph.node('Transpose', [last], { perm: LAST_TO_FIRST }), width };
  }

  /**
   * Attention of tokens to the same or other tokens (Vaswani et al. 2017), as one operator that never holds the matrix
   * of all pairs.
   * @param bias added to the scores, `[1,1,S,S']`
   */
  attention(
    { from, to, heads, bias }: { from: Tokens; to: Tokens; heads: number; bias?: Value },
    path: string,
    names: AttentionNames,
  ): Features {
    const { graph } = this;
    const [query, key, value] = [
      this.linear(from.flat, `${path}.${names.query}`, { hasBias: names.hasBiases }),
      this.linear(to.flat, `${path}.${names.key}`, { hasBias: names.hasBiases }),
      this.linear(to.flat, `${path}.${names.value}`, { hasBias: names.hasBiases }),
    ];
    const { width } = query;
    if (key.width !== width) throw widthError(`${path}.${names.key}`, key.width, width);
    if (value.width !== width) throw widthError(`${path}.${names.value}`, value.width, width);
    if (!Number.isInteger(heads) || width % heads !== 0) throw headsError(path, width, heads);
    const sequences = [
      this.sequences(query, from.sides),
      this.sequences(key, to.sides),
      this.sequences(value, to.sides),
    ];
    const inputs = bias === undefined ? sequences : [...sequences, '', '', bias];
    const attended = graph.node('MultiHeadAttention', inputs, { num_heads: heads }, CONTRIBUTED);
    const flat = graph.node('Reshape', [attended, graph.integers([-1, width])]);
    return this.linear({ value: flat, width }, `${path}.${names.out}`);
  }

  /** `[B·S,C] -> [B,S,C]` */
  sequences({ value, width }: Features, sides: Value): Value {
    const { graph } = this;
    return graph.node('Reshape', [value, graph.node('Concat', [sides, graph.integers([width])], { axis: 0 })]);
  }

  /** A weight as what the graph computes with. @param dims another shape for the same values */
  weight(path: string, dims?: readonly number[]): Value {
    const tensor = this.tensors.get(path);
    const element = ELEMENTS[tensor.dtype];
    if (element === undefined) {
      const fault = { reasonKey: 'unsupportedDtype', tensor: tensor.storedName } as const;
      throw new FileFormatError(`${tensor.storedName} is ${tensor.dtype}`, fault);
    }
    const weight = this.graph.weight(path, element, dims ?? tensor.shape, tensor);
    if (element === 'float32' && !this.isHalf) return weight;
    // Also to the type that it has: LoRAs that are merged make it float32.
    return (this.casts[path] ??= this.graph.node('Cast', [weight], { to: this.isHalf ? FLOAT16 : FLOAT32 }));
  }

  private bias(path: string, width: number): Value {
    requireShape(this.tensors.get(`${path}.bias`), [width]);
    return this.weight(`${path}.bias`);
  }
}

/** @param side of the kernel */
export function convAttributes(side: number, { stride = 1, pads }: ConvOptions) {
  const margin = (side - 1) / 2;
  return {
    kernel_shape: [side, side],
    strides: [stride, stride],
    pads: pads ?? [margin, margin, margin, margin],
  };
}

/** @throws FileFormatError when a tensor has another shape, or no values */
export function requireShape(tensor: CheckpointTensor, sides: readonly number[]): void {
  if (tensor.shape.join() !== sides.join() || sides.includes(0)) throw shapeError(tensor, sides);
}

function shapeError({ storedName, shape }: CheckpointTensor, expected: readonly number[] | undefined): Error {
  const wanted = expected === undefined ? '' : `, not [${expected.join(',')}]`;
  return new FileFormatError(`${storedName} is [${shape.join(',')}]${wanted}`, {
    ...{ reasonKey: 'invalidShape', tensor: storedName },
  });
}

const widthError = (path: string, width: number, expected: number) =>
  new FileFormatError(`${path} gives ${width} channels where ${expected} are needed`, {
    ...{ reasonKey: 'dimensionMismatch', name: path, length: width, expected },
  });

const headsError = (path: string, width: number, heads: number) =>
  new FileFormatError(`${path} has ${width} channels, which ${heads} heads cannot share`, {
    ...{ reasonKey: 'dimensionMismatch', name: path, length: width, expected: heads },
  });
