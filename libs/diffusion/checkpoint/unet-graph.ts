import type { Value } from '../onnx/graph-builder.js';
import type { NetworkTensors } from './tensors.js';
import { Layers } from './layers.js';

export interface UnetOptions {
  /** Heads of every attention, or channels of each head. */
  readonly heads: { readonly count: number } | { readonly width: number };
  /** Width of SDXL's pooled text, which its UNet reads beside the sizes. */
  readonly pooledWidth?: number;
}

/** Tokens of a transformer as `[B,S,C]` and, for matrix products, `[B·S,C]`. */
interface Tokens {
  readonly flat: Value;
  /** The lengths B and S, `[2]`. */
  readonly sides: Value;
}

const EPSILON = 1e-5;
const TRANSFORMER_EPSILON = 1e-6;

/** SDXL's sizes: original height and width, crop top and left, target height and width. */
const SIZES = 6;

/**
 * The UNet of latent diffusion (Rombach et al. 2022): predicts from noisy latents `[B,C,H,W]`, a timestep, and texts
 * `[B,S,D]`. Reads its levels, blocks, and widths from the tensors.
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildUnet(tensors: NetworkTensors, options: UnetOptions): Buffer {
  return new UnetGraph(tensors, options).build();
}

/** Channels of the latents that go in and of the prediction, widths of texts and of SDXL's extra embedding. */
export function unetSides(tensors: NetworkTensors) {
  const input = tensors.get('conv_in.weight').shape;
  const extra = tensors.find('add_embedding.linear_1.weight')?.shape[1];
  return {
    channels: input[1] ?? 0,
    width: input[0] ?? 0,
    outChannels: tensors.get('conv_out.weight').shape[0] ?? 0,
    textWidth: textWidth(tensors),
    extra,
  };
}

class UnetGraph {
  private readonly layers: Layers;
  private readonly graph: Layers['graph'];
  private text!: Tokens;
  /** `[B,E]`, of the timestep and, in SDXL, of the sizes and the pooled text. */
  private embedding!: Value;

  constructor(
    private readonly tensors: NetworkTensors,
    private readonly options: UnetOptions,
  ) {
    this.layers = new Layers(tensors);
    this.graph = this.layers.graph;
  }

  build(): Buffer {
    const { graph, layers, tensors } = this;
    const { channels, outChannels, textWidth } = unetSides(tensors);
    const sample = graph.input('sample', 'float32', ['batch', channels, 'height', 'width']);
    const timestep = graph.input('timestep', 'float32', ['steps']);
    const text = graph.input('encoder_hidden_states', 'float32', ['batch', 'tokens', textWidth]);
    this.text = this.flatten(text, textWidth);
    this.embedding = this.embed(timestep, sample);

    let x = layers.conv(sample, 'conv_in');
    const skips = [x];
    for (let level = 0; level < tensors.count('down_blocks'); level++) {
      const block = `down_blocks.${level}`;
      for (let layer = 0; layer < tensors.count(`${block}.resnets`); layer++) {
        x = this.transform(this.residual(x, `${block}.resnets.${layer}`), `${block}.attentions.${layer}`);
        skips.push(x);
      }
      if (!tensors.hasBelow(`${block}.downsamplers`)) continue;
      x = layers.conv(x, `${block}.downsamplers.0.conv`, { stride: 2 });
      skips.push(x);
    }

    x = this.residual(x, 'mid_block.resnets.0');
    x = this.transform(x, 'mid_block.attentions.0');
    x = this.residual(x, 'mid_block.resnets.1');

    for (let level = 0; level < tensors.count('up_blocks'); level++) {
      const block = `up_blocks.${level}`;
      for (let layer = 0; layer < tensors.count(`${block}.resnets`); layer++) {
        const joined = graph.node('Concat', [x, skips.pop() ?? x], { axis: 1 });
        x = this.transform(this.residual(joined, `${block}.resnets.${layer}`), `${block}.attentions.${layer}`);
      }
      if (!tensors.hasBelow(`${block}.upsamplers`)) continue;
      x = layers.conv(layers.upsample(x), `${block}.upsamplers.0.conv`);
    }

    x = layers.silu(layers.groupNorm(x, 'conv_norm_out', EPSILON));
    graph.output('out_sample', layers.conv(x, 'conv_out'), ['batch', outChannels, 'height', 'width']);
    return graph.build('unet');
  }

  /** The timestep's embedding, and in SDXL that of sizes and pooled text added to it. */
  private embed(timestep: Value, sample: Value): Value {
    const { graph, tensors } = this;
    const { width, extra } = unetSides(tensors);
    const batch = graph.node('Shape', [sample], { start: 0, end: 1 });
    const timesteps = graph.node('Expand', [timestep, batch]);
    const time = this.perceptron(this.sinusoids(timesteps, width), 'time_embedding');
    if (extra === undefined) return time;
    const pooledWidth = this.options.pooledWidth ?? 0;
    const sizeWidth = (extra - pooledWidth) / SIZES;
    const pooled = graph.input('text_embeds', 'float32', ['batch', pooledWidth]);
    const sizes = graph.input('time_ids', 'float32', ['batch', SIZES]);
    const flat = graph.node('Reshape', [sizes, graph.integers([-1])]);
    const sinusoids = graph.node('Reshape', [this.sinusoids(flat, sizeWidth), graph.integers([-1, SIZES * sizeWidth])]);
    const added = this.perceptron(graph.node('Concat', [pooled, sinusoids], { axis: 1 }), 'add_embedding');
    return this.layers.add(time, added);
  }

  /** `[N] -> [N,width]`: cosines and sines of geometric frequencies (Ho et al. 2020). */
  private sinusoids(values: Value, width: number): Value {
    const { graph } = this;
    const half = width / 2;
    const frequencies = Array.from({ length: half }, (_, i) => Math.exp((-Math.log(10_000) * i) / half));
    const column = graph.node('Unsqueeze', [values, graph.integers([1])]);
    const angles = graph.node('Mul', [column, graph.floats(frequencies, [1, half])]);
    return graph.node('Concat', [graph.node('Cos', [angles]), graph.node('Sin', [angles])], { axis: 1 });
  }

  private perceptron(x: Value, path: string): Value {
    const { layers } = this;
    return layers.linear(layers.silu(layers.linear(x, `${path}.linear_1`)), `${path}.linear_2`);
  }

  /** Two convolutions that see the embedding, around which the input is added (He et al. 2016). */
  private residual(x: Value, path: string): Value {
    const { graph, layers, tensors } = this;
    let y = layers.conv(layers.silu(layers.groupNorm(x, `${path}.norm1`, EPSILON)), `${path}.conv1`);
    const embedding = layers.linear(layers.silu(this.embedding), `${path}.time_emb_proj`);
    y = layers.add(y, graph.node('Unsqueeze', [embedding, graph.integers([2, 3])]));
    y = layers.conv(layers.silu(layers.groupNorm(y, `${path}.norm2`, EPSILON)), `${path}.conv2`);
    const shortcut = tensors.hasBelow(`${path}.conv_shortcut`) ? layers.conv(x, `${path}.conv_shortcut`) : x;
    return layers.add(shortcut, y);
  }

  /** Transformer blocks over the pixels as tokens. Blocks without attention return the input. */
  private transform(x: Value, path: string): Value {
    const { graph, layers, tensors } = this;
    if (!tensors.hasBelow(path)) return x;
    const channels = tensors.get(`${path}.norm.weight`).shape[0] ?? 0;
    const normalized = layers.groupNorm(x, `${path}.norm`, TRANSFORMER_EPSILON);
    const last = graph.node('Transpose', [normalized], { perm: [0, 2, 3, 1] });
    const tokens = this.flatten(graph.node('Reshape', [last, graph.integers([0, -1, channels])]), channels);
    let flat = layers.linear(tokens.flat, `${path}.proj_in`);
    for (let depth = 0; depth < tensors.count(`${path}.transformer_blocks`); depth++) {
      flat = this.transformerBlock({ ...tokens, flat }, `${path}.transformer_blocks.${depth}`);
    }
    const out = layers.linear(flat, `${path}.proj_out`);
    const pixels = graph.node('Reshape', [out, graph.node('Shape', [last])]);
    return layers.add(graph.node('Transpose', [pixels], { perm: [0, 3, 1, 2] }), x);
  }

  /** Attention to all pixels, attention to the text, and a gated perceptron (Shazeer 2020), each added to its input. */
  private transformerBlock({ flat, sides }: Tokens, path: string): Value {
    const { graph, layers } = this;
    let x = flat;
    const own = { flat: layers.layerNorm(x, `${path}.norm1`), sides };
    x = layers.add(this.attend(own, own, `${path}.attn1`), x);
    x = layers.add(this.attend({ flat: layers.layerNorm(x, `${path}.norm2`), sides }, this.text, `${path}.attn2`), x);
    const projected = layers.linear(layers.layerNorm(x, `${path}.norm3`), `${path}.ff.net.0.proj`);
    const [value = '', gate = ''] = graph.split(projected, 2);
    const gated = graph.node('Mul', [value, graph.node('Gelu', [gate])]);
    return layers.add(layers.linear(gated, `${path}.ff.net.2`), x);
  }

  private attend(from: Tokens, to: Tokens, path: string): Value {
    const { graph, layers, options } = this;
    const width = this.tensors.get(`${path}.to_q.weight`).shape[0] ?? 0;
    const heads = 'count' in options.heads ? options.heads.count : width / options.heads.width;
    const query = this.unflatten(layers.linear(from.flat, `${path}.to_q`), from.sides, width);
    const key = this.unflatten(layers.linear(to.flat, `${path}.to_k`), to.sides, width);
    const value = this.unflatten(layers.linear(to.flat, `${path}.to_v`), to.sides, width);
    const attended = layers.attention(query, key, value, heads);
    return layers.linear(graph.node('Reshape', [attended, graph.integers([-1, width])]), `${path}.to_out.0`);
  }

  /** `[B,S,C]` as tokens. */
  private flatten(x: Value, width: number): Tokens {
    const { graph } = this;
    const flat = graph.node('Reshape', [x, graph.integers([-1, width])]);
    return { flat, sides: graph.node('Shape', [x], { start: 0, end: 2 }) };
  }

  /** `[B·S,C] -> [B,S,C]` */
  private unflatten(flat: Value, sides: Value, width: number): Value {
    const { graph } = this;
    return graph.node('Reshape', [flat, graph.node('Concat', [sides, graph.integers([width])], { axis: 0 })]);
  }
}

function textWidth(tensors: NetworkTensors): number {
  for (let level = 0; level < tensors.count('down_blocks'); level++) {
    const key = tensors.find(`down_blocks.${level}.attentions.0.transformer_blocks.0.attn2.to_k.weight`);
    if (key) return key.shape[1] ?? 0;
  }
  return tensors.get('mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight').shape[1] ?? 0;
}
