import type { Value } from '../onnx/graph-builder.js';
import type { Features } from './layers.js';
import type { NetworkTensors } from './tensors.js';
import { clipSkipOutput } from '../text/clip-skip.js';
import { AdaptableLayers } from './adaptable-layers.js';
import { requireShape } from './layers.js';

export interface TextEncoderOptions {
  readonly heads: number;
  /** CLIP's own approximation of GELU, or GELU as in OpenCLIP. */
  readonly activation: 'quick_gelu' | 'gelu';
  /** Layers at the end that are not used: Stable Diffusion 2 leaves out one. */
  readonly skippedLayers?: number;
  /** Whether the final norm is also applied to the earlier layers, for clip skip. */
  readonly hasClipSkip?: boolean;
  /** Whether it computes with 16 bits. */
  readonly isHalf?: boolean;
}

/** What a token may not attend to. */
const MASKED = -3e38;
/** The same with 16 bits. */
const HALF_MASKED = -6e4;
const QUICK_GELU_ALPHA = 1.702;
const ATTENTION = { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'out_proj', hasBiases: true };

/** CLIP's vocabulary and window, in tokens. */
const VOCABULARY = 49_408;
const LENGTH = 77;

const TOKENS = 'text_model.embeddings.token_embedding.weight';
export const POSITIONS = 'text_model.embeddings.position_embedding.weight';
const FINAL_NORM = 'text_model.final_layer_norm';
/** `[D,P]`, the transpose of a linear layer. */
const PROJECTION = 'text_projection';

/**
 * CLIP's text encoder (Radford et al. 2021): token ids `[B,S]` to `last_hidden_state` `[B,S,D]`, normalized, the
 * outputs of all layers as `hidden_states.N`, with clip skip those of earlier layers normalized, and, where it has a projection, `text_embeds` `[B,P]` of the first end token.
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildTextEncoder(tensors: NetworkTensors, options: TextEncoderOptions): Buffer {
  return new TextEncoderGraph(tensors, options).build();
}

/** The highest clip skip: the number of layers. */
export function maxClipSkip(tensors: NetworkTensors): number {
  return tensors.count('text_model.encoder.layers');
}

/** Tokens in a text, and the width of each. */
export function textEncoderSides(tensors: NetworkTensors) {
  const [, width = 0] = tensors.get(POSITIONS).shape;
  return { length: LENGTH, width };
}

/** Width of the pooled text. */
export function pooledWidth(tensors: NetworkTensors): number {
  return tensors.get(PROJECTION).shape[1] ?? 0;
}

class TextEncoderGraph extends AdaptableLayers {
  private readonly width: number;
  private readonly length: number;
  /** The lengths of the batch and of its texts. */
  private readonly sides: Value;

  constructor(
    tensors: NetworkTensors,
    private readonly options: TextEncoderOptions,
  ) {
    super(tensors, true, options.isHalf);
    ({ width: this.width, length: this.length } = textEncoderSides(tensors));
    this.sides = this.graph.integers([-1, this.length]);
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
    const normalize = (state: Features) => this.sequences(this.layerNorm(state, FINAL_NORM), this.sides);
    const last = normalize(x);
    this.output('last_hidden_state', last, ['batch', length, width]);
    if (this.options.hasClipSkip) {
      for (let skip = 2; skip <= layers; skip++) {
        this.output(clipSkipOutput(skip), normalize(states.at(-skip)!), ['batch', length, width]);
      }
    }
    for (const [i, state] of states.entries()) {
      this.output(`hidden_states.${i}`, this.sequences(state, this.sides), ['batch', length, width]);
    }
    if (tensors.has(PROJECTION)) this.addPooled(last, ids);
    return graph.build('text_encoder');
  }

  private embed(ids: Value): Features {
    const { graph, tensors, width } = this;
    // Embeddings that were trained further may follow the vocabulary.
    requireShape(tensors.get(TOKENS), [Math.max(VOCABULARY, tensors.get(TOKENS).shape[0] ?? 0), width]);
    requireShape(tensors.get(POSITIONS), [LENGTH, width]);
    const positioned = graph.node('Add', [this.lookUp(ids), this.weight(POSITIONS)]);
    return { value: graph.node('Reshape', [positioned, graph.integers([-1, width])]), width };
  }

  /** `[B,S,D]`: rows of the token table, and for ids from -1 down those of embeddings. */
  private lookUp(ids: Value): Value {
    const { graph, width } = this;
    const vectors = this.computed(graph.input('embedding_vectors', 'float32', ['vectors', width]));
    const zero = graph.integers([0]);
    const isVector = graph.node('Less', [ids, zero]);
    const tokens = graph.node('Gather', [this.weight(TOKENS), graph.node('Max', [ids, zero])]);
    const rows = graph.node('Sub', [graph.integers([-1]), graph.node('Min', [ids, graph.integers([-1])])]);
    const condition = graph.node('Unsqueeze', [isVector, graph.integers([2])]);
    return graph.node('Where', [condition, graph.node('Gather', [vectors, rows]), tokens]);
  }

  /** Attention to earlier tokens and a perceptron, each added to its input. */
  private transformerBlock(input: Features, path: string): Features {
    const tokens = { flat: this.layerNorm(input, `${path}.layer_norm1`), sides: this.sides };
    const attending = { from: tokens, to: tokens, heads: this.options.heads, bias: this.causalMask() };
    const x = this.add(this.attention(attending, `${path}.self_attn`, ATTENTION), input, `${path}.self_attn`);
    const hidden = this.linear(this.layerNorm(x, `${path}.layer_norm2`), `${path}.mlp.fc1`);
    const isGelu = this.options.activation === 'gelu';
    const activated = isGelu ? this.gelu(hidden) : this.quickGelu(hidden, QUICK_GELU_ALPHA);
    return this.add(this.linear(activated, `${path}.mlp.fc2`), x, `${path}.mlp.fc2`);
  }

  /** `[1,1,S,S]`: a token attends to itself and earlier ones. */
  private causalMask(): Value {
    const { length } = this;
    const masked = this.isHalf ? HALF_MASKED : MASKED;
    const mask = Array.from({ length: length * length }, (_, i) => (i % length > Math.floor(i / length) ? masked : 0));
    return this.computed(this.graph.floats(mask, [1, 1, length, length]));
  }

  /** The state of the end token, which has the highest id, projected. */
  private addPooled(last: Value, ids: Value): void {
    const { graph, tensors, width } = this;
    const projected = pooledWidth(tensors);
    requireShape(tensors.get(PROJECTION), [width, projected]);
    const end = graph.node('ArgMax', [ids], { axis: 1, keepdims: 1 });
    const state = graph.node('GatherND', [last, end], { batch_dims: 1 });
    this.output('text_embeds', graph.node('MatMul', [state, this.weight(PROJECTION)]), ['batch', projected]);
  }
}
