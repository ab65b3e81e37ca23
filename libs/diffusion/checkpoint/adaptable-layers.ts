import type { Value } from '../onnx/graph-builder.js';
import type { ConvOptions, Features } from './layers.js';
import type { NetworkTensors } from './tensors.js';
import { lowRankInput } from '../onnx/low-rank-inputs.js';
import { convAttributes, Layers } from './layers.js';

/** For the operator `Cast`. */
const BOOLEAN = 9;

/**
 * Layers that LoRAs change while the model is loaded (Hu et al. 2021): beside each product lies a second one by two
 * factors of low rank, which are inputs of the graph, `[rank,in]` and `[out,rank]`. Their rank differs from run to run;
 * at rank 0 the second product is left out.
 */
export class AdaptableLayers extends Layers {
  constructor(
    tensors: NetworkTensors,
    private readonly isAdaptable: boolean,
    isHalf = false,
  ) {
    super(tensors, isHalf);
  }

  /** The change is added in the product, which adds its bias anyway. */
  protected override product(x: Features, matrix: Value, path: string, bias?: Value): Value {
    if (!this.isAdaptable) return super.product(x, matrix, path, bias);
    const { graph } = this;
    const [out = 0] = this.tensors.get(`${path}.weight`).shape;
    const factors = this.factors(path, [x.width], [out]);
    const added = graph.choose(
      factors.isUsed,
      () => {
        const [down, up] = [this.computed(factors.down), this.computed(factors.up)];
        const inner = graph.node('Gemm', [x.value, down], { transB: 1 });
        return graph.node('Gemm', bias ? [inner, up, bias] : [inner, up], { transB: 1 });
      },
      () => bias ?? this.zero(),
    );
    return super.product(x, matrix, path, added);
  }

  override conv(x: Features, path: string, options: ConvOptions = {}): Features {
    const { graph } = this;
    const made = super.conv(x, path, options);
    if (!this.isAdaptable) return made;
    const [, , side = 0] = this.tensors.get(`${path}.weight`).shape;
    const factors = this.factors(path, [x.width, side, side], [made.width], [1, 1]);
    const added = graph.choose(
      factors.isUsed,
      () => {
        const inner = graph.node('Conv', [x.value, this.computed(factors.down)], convAttributes(side, options));
        return graph.node('Conv', [inner, this.computed(factors.up)], { kernel_shape: [1, 1] });
      },
      () => this.zero(),
    );
    return { value: graph.node('Add', [made.value, added]), width: made.width };
  }

  private factors(path: string, inputs: readonly number[], outputs: readonly number[], kernel: readonly number[] = []) {
    const { graph } = this;
    const rank = `${path}.rank`;
    const down = graph.input(lowRankInput(path, 'down'), 'float32', [rank, ...inputs]);
    const up = graph.input(lowRankInput(path, 'up'), 'float32', [...outputs, rank, ...kernel]);
    const isUsed = graph.node('Cast', [graph.node('Shape', [down], { start: 0, end: 1 })], { to: BOOLEAN });
    return { down, up, isUsed };
  }

  private zero(): Value {
    return this.computed(this.graph.floats([0], [1]));
  }
}
