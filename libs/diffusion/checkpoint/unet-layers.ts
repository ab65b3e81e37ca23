import type { Value } from '../onnx/graph-builder.js';
import type { Features, Tokens } from './layers.js';
import type { NetworkTensors } from './tensors.js';
import { AdaptableLayers } from './adaptable-layers.js';

export interface UnetOptions {
  /** Heads of every attention, or channels of each head. */
  readonly heads: { readonly count: number } | { readonly width: number };
  /** Width of SDXL's pooled text, which its UNet reads beside the sizes. */
  readonly pooledWidth?: number;
  /** Whether LoRAs change it while it is loaded. */
  readonly isAdaptable?: boolean;
  /** Whether it computes with 16 bits. */
  readonly isHalf?: boolean;
  /** How many numbers SDXL's UNet reads beside the pooled text. */
  readonly sizes?: number;
}

export const EPSILON = 1e-5;
const TRANSFORMER_EPSILON = 1e-6;
const ATTENTION = { query: 'to_q', key: 'to_k', value: 'to_v', out: 'to_out.0', hasBiases: false };

/** No embedding is wider. `linear` rejects weights of another width. */
const MAX_EMBEDDING_WIDTH = 16_384;

/** SDXL's sizes: original height and width, crop top and left, target height and width. */
export const SIZES = 6;
/** Those of its refiner: instead of a target, an aesthetic score. */
export const REFINER_SIZES = 5;

/** Channels of the latents that go in, and the width of the texts. */
export function unetSides(tensors: NetworkTensors) {
  return { channels: tensors.get('conv_in.weight').shape[1] ?? 0, textWidth: textWidth(tensors) };
}

/**
 * The way down and the middle of the UNet of latent diffusion (Rombach et al. 2022), which a ControlNet shares. Reads
 * levels, blocks, and widths from the tensors.
 */
export class UnetLayers extends AdaptableLayers {
  private text!: Tokens;
  /** Of the timestep and, in SDXL, of the sizes and the pooled text. */
  private embedding!: Features;

  constructor(
    tensors: NetworkTensors,
    private readonly options: UnetOptions,
  ) {
    super(tensors, options.isAdaptable === true, options.isHalf);
  }

  /** Declares the inputs. @returns the noisy latents */
  readInputs(): Features {
    const { channels, textWidth } = unetSides(this.tensors);
    const sample = this.image('sample', channels);
    this.embedding = this.embed(sample.value);
    this.text = this.readText(textWidth);
    return sample;
  }

  /** @returns the output of every block, the input first */
  down(input: Features): Features[] {
    const { tensors } = this;
    let x = input;
    const skips = [x];
    for (let level = 0; level < tensors.count('down_blocks'); level++) {
      const block = `down_blocks.${level}`;
      for (let layer = 0; layer < tensors.count(`${block}.resnets`); layer++) {
        x = this.transform(this.residual(x, `${block}.resnets.${layer}`), `${block}.attentions.${layer}`);
        skips.push(x);
      }
      if (!tensors.hasBelow(`${block}.downsamplers`)) continue;
      x = this.conv(x, `${block}.downsamplers.0.conv`, { stride: 2 });
      skips.push(x);
    }
    return skips;
  }

  middle(input: Features): Features {
    const x = this.transform(this.residual(input, 'mid_block.resnets.0'), 'mid_block.attentions.0');
    return this.residual(x, 'mid_block.resnets.1');
  }

  private readText(width: number): Tokens {
    const { graph } = this;
    const text = this.computed(graph.input('encoder_hidden_states', 'float32', ['batch', 'tokens', width]));
    const flat = graph.node('Reshape', [text, graph.integers([-1, width])]);
    return { flat: { value: flat, width }, sides: graph.node('Shape', [text], { start: 0, end: 2 }) };
  }

  /** The timestep's embedding, and in SDXL that of sizes and pooled text added to it. */
  private embed(sample: Value): Features {
    const { graph, tensors } = this;
    const width = this.inputWidth('time_embedding.linear_1');
    const timestep = graph.input('timestep', 'float32', ['steps']);
    const batch = graph.node('Shape', [sample], { start: 0, end: 1 });
    const time = this.perceptron(this.sinusoids(graph.node('Expand', [timestep, batch]), width), 'time_embedding');
    if (!tensors.hasBelow('add_embedding')) return time;
    return this.add(this.perceptron(this.embedSizes(), 'add_embedding'), time, 'add_embedding');
  }

  /** The pooled text, and the sinusoids of all sizes. */
  private embedSizes(): Features {
    const { graph } = this;
    const { pooledWidth = 0, sizes: count = SIZES } = this.options;
    const width = (this.inputWidth('add_embedding.linear_1') - pooledWidth) / count;
    const pooled = this.computed(graph.input('text_embeds', 'float32', ['batch', pooledWidth]));
    const sizes = graph.input('time_ids', 'float32', ['batch', count]);
    const sinusoids = this.sinusoids(graph.node('Reshape', [sizes, graph.integers([-1])]), width);
    const joined = graph.node('Reshape', [sinusoids.value, graph.integers([-1, count * sinusoids.width])]);
    return this.concat([
      { value: pooled, width: pooledWidth },
      { value: joined, width: count * sinusoids.width },
    ]);
  }

  /** `[N] -> [N,width]`: cosines and sines of geometric frequencies (Ho et al. 2020), whose angles need 32 bits. */
  private sinusoids(values: Value, width: number): Features {
    const { graph } = this;
    const half = Math.floor(width / 2);
    const frequencies = Array.from({ length: half }, (_, i) => Math.exp((-Math.log(10_000) * i) / half));
    const column = graph.node('Unsqueeze', [values, graph.integers([1])]);
    const angles = graph.node('Mul', [column, graph.floats(frequencies, [1, half])]);
    const parts = ['Cos', 'Sin'].map((op) => ({ value: graph.node(op, [angles]), width: half }));
    const joined = this.concat(parts);
    return { ...joined, value: this.computed(joined.value) };
  }

  private inputWidth(path: string): number {
    return Math.min(this.tensors.get(`${path}.weight`).shape[1] ?? 0, MAX_EMBEDDING_WIDTH);
  }

  private perceptron(x: Features, path: string): Features {
    return this.linear(this.silu(this.linear(x, `${path}.linear_1`)), `${path}.linear_2`);
  }

  /** Two convolutions that see the embedding, around which the input is added (He et al. 2016). */
  residual(x: Features, path: string): Features {
    const { graph, tensors } = this;
    const embedding = this.linear(this.silu(this.embedding), `${path}.time_emb_proj`);
    const pixel = { ...embedding, value: graph.node('Unsqueeze', [embedding.value, graph.integers([2, 3])]) };
    let y = this.conv(this.silu(this.groupNorm(x, `${path}.norm1`, EPSILON)), `${path}.conv1`);
    y = this.add(y, pixel, `${path}.conv1`);
    y = this.conv(this.silu(this.groupNorm(y, `${path}.norm2`, EPSILON)), `${path}.conv2`);
    const shortcut = tensors.hasBelow(`${path}.conv_shortcut`) ? this.conv(x, `${path}.conv_shortcut`) : x;
    return this.add(y, shortcut, `${path}.conv2`);
  }

  /** Transformer blocks over the pixels as tokens. Without attention at this path, the input itself. */
  transform(x: Features, path: string): Features {
    if (!this.tensors.hasBelow(path)) return x;
    const { flat, sides, shape } = this.tokensOf(this.groupNorm(x, `${path}.norm`, TRANSFORMER_EPSILON));
    let tokens = this.linear(flat, `${path}.proj_in`);
    for (let depth = 0; depth < this.tensors.count(`${path}.transformer_blocks`); depth++) {
      tokens = this.transformerBlock({ flat: tokens, sides }, `${path}.transformer_blocks.${depth}`);
    }
    return this.add(this.imageOf(this.linear(tokens, `${path}.proj_out`), shape), x, `${path}.proj_out`);
  }

  /** Attention to all pixels, attention to the text, and a gated perceptron, each added to its input. */
  private transformerBlock({ flat, sides }: Tokens, path: string): Features {
    let x = flat;
    const own = { flat: this.layerNorm(x, `${path}.norm1`), sides };
    x = this.add(this.attend(own, own, `${path}.attn1`), x, `${path}.attn1`);
    const reading = { flat: this.layerNorm(x, `${path}.norm2`), sides };
    x = this.add(this.attend(reading, this.text, `${path}.attn2`), x, `${path}.attn2`);
    const gated = this.gate(this.linear(this.layerNorm(x, `${path}.norm3`), `${path}.ff.net.0.proj`));
    return this.add(this.linear(gated, `${path}.ff.net.2`), x, `${path}.ff.net.2`);
  }

  private attend(from: Tokens, to: Tokens, path: string): Features {
    const width = this.tensors.get(`${path}.to_q.weight`).shape[0] ?? 0;
    const { heads: options } = this.options;
    const heads = 'count' in options ? options.count : Math.max(1, width / options.width);
    return this.attention({ from, to, heads }, path, ATTENTION);
  }
}

function textWidth(tensors: NetworkTensors): number {
  for (let level = 0; level < tensors.count('down_blocks'); level++) {
    const key = tensors.find(`down_blocks.${level}.attentions.0.transformer_blocks.0.attn2.to_k.weight`);
    if (key) return key.shape[1] ?? 0;
  }
  return tensors.get('mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight').shape[1] ?? 0;
}
