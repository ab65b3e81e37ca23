import type { Value } from '../onnx/graph-builder.js';
import type { NetworkTensors } from './tensors.js';
import { CONTRIBUTED } from '../onnx/graph-builder.js';
import { Layers } from './layers.js';

export interface TextEncoderOptions {
  readonly heads: number;
  /** CLIP's own approximation of GELU, or GELU as in OpenCLIP. */
  readonly activation: 'quick_gelu' | 'gelu';
  /** Layers at the end that are not used: Stable Diffusion 2 leaves out one. */
  readonly skippedLayers?: number;
}

/** What a token may not attend to. */
const MASKED = -3e38;
const QUICK_GELU_ALPHA = 1.702;

/**
 * CLIP's text encoder (Radford et al. 2021): token ids `[B,S]` to `last_hidden_state` `[B,S,D]`, normalized, the
 * outputs of all layers as `hidden_states.N`, and, where it has a projection, `text_embeds` `[B,P]` of the first end token.
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildTextEncoder(tensors: NetworkTensors, options: TextEncoderOptions): Buffer {
  return new TextEncoderGraph(tensors, options).build();
}

/** Tokens in a text, and the width of each. */
export function textEncoderSides(tensors: NetworkTensors) {
  const [length = 0, width = 0] = tensors.get('text_model.embeddings.position_embedding.weight').shape;
  return { length, width };
}

/** Width of the pooled text. */
export function pooledWidth(tensors: NetworkTensors): number {
  return tensors.get('text_projection').shape[1] ?? 0;
}

class TextEncoderGraph extends Layers {
  private readonly width: number;
  private readonly length: number;

  constructor(
    tensors: NetworkTensors,
    private readonly options: TextEncoderOptions,
  ) {
    super(tensors);
    ({ width: this.width, length: this.length } = textEncoderSides(tensors));
  }

  build(): Buffer {
    const { graph, tensors, width, length } = this;
    const ids = graph.input('input_ids', 'int64', ['batch', length]);
    let x = this.embed(ids);
    const states = [x];
    const layers = tensors.count('text_model.encoder.layers') - (this.options.skippedLayers ?? 0);
    for (let layer = 0; layer < layers; layer++) {
      x = this.transformerBlock(x, `text_model.encoder.layers.${layer}`);
      states.push(x);
    }
    const last = this.layerNorm(x, 'text_model.final_layer_norm');
    graph.output('last_hidden_state', last, ['batch', length, width]);
    states.forEach((state, i) => graph.output(`hidden_states.${i}`, state, ['batch', length, width]));
    if (tensors.has('text_projection')) this.addPooled(last, ids);
    return graph.build('text_encoder');
  }

  private embed(ids: Value): Value {
    const tokens = this.graph.node('Gather', [this.weight('text_model.embeddings.token_embedding.weight'), ids]);
    return this.add(tokens, this.weight('text_model.embeddings.position_embedding.weight'));
  }

  /** `[B,S,D] -> [B,S,D]`: attention to earlier tokens and a perceptron, each added to its input. */
  private transformerBlock(input: Value, path: string): Value {
    const attended = this.attend(this.layerNorm(input, `${path}.layer_norm1`), `${path}.self_attn`);
    const x = this.add(attended, input);
    const hidden = this.linear(this.flatten(this.layerNorm(x, `${path}.layer_norm2`)), `${path}.mlp.fc1`);
    const activated =
      this.options.activation === 'gelu'
        ? this.graph.node('Gelu', [hidden])
        : this.graph.node('QuickGelu', [hidden], { alpha: { float: QUICK_GELU_ALPHA } }, CONTRIBUTED);
    return this.add(this.unflatten(this.linear(activated, `${path}.mlp.fc2`)), x);
  }

  private attend(x: Value, path: string): Value {
    const flat = this.flatten(x);
    const project = (name: string) => this.unflatten(this.linear(flat, `${path}.${name}`));
    const [query, key, value] = [project('q_proj'), project('k_proj'), project('v_proj')];
    const attended = this.attention(query, key, value, this.options.heads, this.causalMask());
    return this.unflatten(this.linear(this.flatten(attended), `${path}.out_proj`));
  }

  /** `[1,1,S,S]`: a token attends to itself and earlier ones. */
  private causalMask(): Value {
    const { length } = this;
    const mask = Array.from({ length: length * length }, (_, i) => (i % length > Math.floor(i / length) ? MASKED : 0));
    return this.graph.floats(mask, [1, 1, length, length]);
  }

  /** The state of the end token, which has the highest id, projected. */
  private addPooled(last: Value, ids: Value): void {
    const { graph } = this;
    const end = graph.node('ArgMax', [ids], { axis: 1, keepdims: 1 });
    const state = graph.node('GatherND', [last, end], { batch_dims: 1 });
    const pooled = graph.node('MatMul', [state, this.weight('text_projection')]);
    graph.output('text_embeds', pooled, ['batch', pooledWidth(this.tensors)]);
  }

  private flatten(x: Value): Value {
    return this.graph.node('Reshape', [x, this.graph.integers([-1, this.width])]);
  }

  private unflatten(flat: Value): Value {
    return this.graph.node('Reshape', [flat, this.graph.integers([-1, this.length, this.width])]);
  }
}
