import type { Features } from './layers.js';
import type { NetworkTensors } from './tensors.js';
import { Layers } from './layers.js';

const EPSILON = 1e-6;
const PIXEL_CHANNELS = 3;

/** Before its strided convolution, the encoder pads only at the bottom and on the right. */
const DOWNSAMPLE_PADS = [0, 0, 1, 1];
const ATTENTION = { query: 'to_q', key: 'to_k', value: 'to_v', out: 'to_out.0', hasBiases: true };

/**
 * The decoder of the autoencoder (Esser et al. 2021): latents `[B,C,h,w]` to pixels `[B,3,8h,8w]` in -1…1.
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildVaeDecoder(tensors: NetworkTensors): Buffer {
  const vae = new VaeLayers(tensors);
  const latents = vae.image('latent_sample', latentChannels(tensors));
  const quantized = tensors.hasBelow('post_quant_conv') ? vae.conv(latents, 'post_quant_conv') : latents;
  let x = vae.middle(vae.conv(quantized, 'decoder.conv_in'), 'decoder.mid_block');
  for (let level = 0; level < tensors.count('decoder.up_blocks'); level++) {
    const block = `decoder.up_blocks.${level}`;
    x = vae.residuals(x, block);
    if (tensors.hasBelow(`${block}.upsamplers`)) x = vae.conv(vae.upsample(x), `${block}.upsamplers.0.conv`);
  }
  x = vae.conv(vae.silu(vae.groupNorm(x, 'decoder.conv_norm_out', EPSILON)), 'decoder.conv_out');
  vae.graph.output('sample', x.value, ['batch', x.width, 'out_height', 'out_width']);
  return vae.graph.build('vae_decoder');
}

/**
 * The encoder: pixels `[B,3,8h,8w]` in -1…1 to mean and log-variance of the latents, `[B,2C,h,w]`.
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildVaeEncoder(tensors: NetworkTensors): Buffer {
  const vae = new VaeLayers(tensors);
  let x = vae.conv(vae.image('sample', PIXEL_CHANNELS), 'encoder.conv_in');
  for (let level = 0; level < tensors.count('encoder.down_blocks'); level++) {
    const block = `encoder.down_blocks.${level}`;
    x = vae.residuals(x, block);
    if (!tensors.hasBelow(`${block}.downsamplers`)) continue;
    x = vae.conv(x, `${block}.downsamplers.0.conv`, { stride: 2, pads: DOWNSAMPLE_PADS });
  }
  x = vae.groupNorm(vae.middle(x, 'encoder.mid_block'), 'encoder.conv_norm_out', EPSILON);
  x = vae.conv(vae.silu(x), 'encoder.conv_out');
  if (tensors.hasBelow('quant_conv')) x = vae.conv(x, 'quant_conv');
  vae.graph.output('latent_parameters', x.value, ['batch', x.width, 'latent_height', 'latent_width']);
  return vae.graph.build('vae_encoder');
}

/** Channels of the latents, in the decoder and in the encoder, which also gives their variances. */
export function latentChannels(tensors: NetworkTensors): number {
  return tensors.get('decoder.conv_in.weight').shape[1] ?? 0;
}

class VaeLayers extends Layers {
  residuals(x: Features, block: string): Features {
    let y = x;
    for (let layer = 0; layer < this.tensors.count(`${block}.resnets`); layer++) {
      y = this.residual(y, `${block}.resnets.${layer}`);
    }
    return y;
  }

  middle(x: Features, path: string): Features {
    const attended = this.attend(this.residual(x, `${path}.resnets.0`), `${path}.attentions.0`);
    return this.residual(attended, `${path}.resnets.1`);
  }

  private residual(x: Features, path: string): Features {
    let y = this.conv(this.silu(this.groupNorm(x, `${path}.norm1`, EPSILON)), `${path}.conv1`);
    y = this.conv(this.silu(this.groupNorm(y, `${path}.norm2`, EPSILON)), `${path}.conv2`);
    const shortcut = this.tensors.hasBelow(`${path}.conv_shortcut`) ? this.conv(x, `${path}.conv_shortcut`) : x;
    return this.add(y, shortcut, `${path}.conv2`);
  }

  /** Attention of one head over all pixels. */
  private attend(x: Features, path: string): Features {
    const tokens = this.tokensOf(this.groupNorm(x, `${path}.group_norm`, EPSILON));
    const attended = this.attention({ from: tokens, to: tokens, heads: 1 }, path, ATTENTION);
    return this.add(this.imageOf(attended, tokens.shape), x, path);
  }
}
