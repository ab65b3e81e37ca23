import type { Value } from '../onnx/graph-builder.js';
import type { NetworkTensors } from './tensors.js';
import { Layers } from './layers.js';

const EPSILON = 1e-6;

/** Before its strided convolution, the encoder pads only at the bottom and on the right. */
const DOWNSAMPLE_PADS = [0, 0, 1, 1];

/**
 * The decoder of the autoencoder (Esser et al. 2021): latents `[B,C,h,w]` to pixels `[B,3,8h,8w]` in -1…1.
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildVaeDecoder(tensors: NetworkTensors): Buffer {
  const vae = new VaeLayers(tensors);
  const channels = latentChannels(tensors);
  const latents = vae.graph.input('latent_sample', 'float32', ['batch', channels, 'height', 'width']);
  const quantized = tensors.hasBelow('post_quant_conv') ? vae.conv(latents, 'post_quant_conv') : latents;
  let x = vae.middle(vae.conv(quantized, 'decoder.conv_in'), 'decoder.mid_block');
  for (let level = 0; level < tensors.count('decoder.up_blocks'); level++) {
    const block = `decoder.up_blocks.${level}`;
    x = vae.residuals(x, block);
    if (tensors.hasBelow(`${block}.upsamplers`)) x = vae.conv(vae.upsample(x), `${block}.upsamplers.0.conv`);
  }
  x = vae.silu(vae.groupNorm(x, 'decoder.conv_norm_out', EPSILON));
  vae.graph.output('sample', vae.conv(x, 'decoder.conv_out'), ['batch', 3, 'out_height', 'out_width']);
  return vae.graph.build('vae_decoder');
}

/**
 * The encoder: pixels `[B,3,8h,8w]` in -1…1 to mean and log-variance of the latents, `[B,2C,h,w]`.
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildVaeEncoder(tensors: NetworkTensors): Buffer {
  const vae = new VaeLayers(tensors);
  let x = vae.conv(vae.graph.input('sample', 'float32', ['batch', 3, 'height', 'width']), 'encoder.conv_in');
  for (let level = 0; level < tensors.count('encoder.down_blocks'); level++) {
    const block = `encoder.down_blocks.${level}`;
    x = vae.residuals(x, block);
    if (!tensors.hasBelow(`${block}.downsamplers`)) continue;
    x = vae.conv(x, `${block}.downsamplers.0.conv`, { stride: 2, pads: DOWNSAMPLE_PADS });
  }
  x = vae.silu(vae.groupNorm(vae.middle(x, 'encoder.mid_block'), 'encoder.conv_norm_out', EPSILON));
  x = vae.conv(x, 'encoder.conv_out');
  if (tensors.hasBelow('quant_conv')) x = vae.conv(x, 'quant_conv');
  const sides = ['batch', 2 * latentChannels(tensors), 'latent_height', 'latent_width'];
  vae.graph.output('latent_parameters', x, sides);
  return vae.graph.build('vae_encoder');
}

export function latentChannels(tensors: NetworkTensors): number {
  return tensors.get('decoder.conv_in.weight').shape[1] ?? 0;
}

class VaeLayers extends Layers {
  residuals(x: Value, block: string): Value {
    let y = x;
    for (let layer = 0; layer < this.tensors.count(`${block}.resnets`); layer++) {
      y = this.residual(y, `${block}.resnets.${layer}`);
    }
    return y;
  }

  middle(x: Value, path: string): Value {
    const attended = this.attend(this.residual(x, `${path}.resnets.0`), `${path}.attentions.0`);
    return this.residual(attended, `${path}.resnets.1`);
  }

  private residual(x: Value, path: string): Value {
    let y = this.conv(this.silu(this.groupNorm(x, `${path}.norm1`, EPSILON)), `${path}.conv1`);
    y = this.conv(this.silu(this.groupNorm(y, `${path}.norm2`, EPSILON)), `${path}.conv2`);
    const shortcut = this.tensors.hasBelow(`${path}.conv_shortcut`) ? this.conv(x, `${path}.conv_shortcut`) : x;
    return this.add(shortcut, y);
  }

  /** Attention of one head over all pixels. */
  private attend(x: Value, path: string): Value {
    const { graph, tensors } = this;
    const width = tensors.get(`${path}.group_norm.weight`).shape[0] ?? 0;
    const normalized = this.groupNorm(x, `${path}.group_norm`, EPSILON);
    const last = graph.node('Transpose', [normalized], { perm: [0, 2, 3, 1] });
    const flat = graph.node('Reshape', [last, graph.integers([-1, width])]);
    const batch = graph.node('Shape', [last], { start: 0, end: 1 });
    const tokens = graph.node('Concat', [batch, graph.integers([-1, width])], { axis: 0 });
    const project = (name: string) => graph.node('Reshape', [this.linear(flat, `${path}.${name}`), tokens]);
    const attended = this.attention(project('to_q'), project('to_k'), project('to_v'), 1);
    const out = this.linear(graph.node('Reshape', [attended, graph.integers([-1, width])]), `${path}.to_out.0`);
    const pixels = graph.node('Reshape', [out, graph.node('Shape', [last])]);
    return this.add(graph.node('Transpose', [pixels], { perm: [0, 3, 1, 2] }), x);
  }
}
