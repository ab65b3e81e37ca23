import type { Features } from './layers.js';
import type { NetworkTensors } from './tensors.js';
import { FileFormatError } from '../fault.js';
import { Layers } from './layers.js';

/** Latents are clamped softly to this. */
const LATENT_LIMIT = 3;

/** More would be another network. */
const MAX_LAYERS = 64;

/**
 * TAESD's decoder (Bohan 2023): a small stand-in for the VAE's. Its layers are numbered; a convolution without bias
 * follows a doubling of the size.
 * @param scalingFactor by which latents at the VAE's scale `[B,C,h,w]` are multiplied, since it was trained on the denoiser's
 * @returns a graph that gives pixels `[B,3,8h,8w]` in -1…1
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildTaesdDecoder(tensors: NetworkTensors, scalingFactor: number): Buffer {
  const net = new TaesdLayers(tensors);
  const layers = net.layers();
  const [first = ''] = layers;
  const width = tensors.get(`${first}.weight`).shape[1] ?? 0;
  const latents = net.image('latent_sample', width);
  let x = net.relu(net.conv(net.clampSoftly(net.scale(latents, scalingFactor)), first));
  for (const layer of layers.slice(1)) {
    if (net.isBlock(layer)) x = net.block(x, layer);
    else x = tensors.has(`${layer}.bias`) ? net.conv(x, layer) : net.conv(net.upsample(x), layer, { hasBias: false });
  }
  const pixels = net.toSigned(x);
  net.graph.output('sample', pixels.value, ['batch', pixels.width, 'out_height', 'out_width']);
  return net.graph.build('taesd_decoder');
}

class TaesdLayers extends Layers {
  /** Numbers of all layers with weights, in order. */
  layers(): string[] {
    const numbers = Array.from({ length: MAX_LAYERS }, (_, i) => String(i)).filter((i) => this.tensors.hasBelow(i));
    if (numbers.length > 0) return numbers;
    throw new FileFormatError('it has no numbered layers', { reasonKey: 'noTensors' });
  }

  isBlock(layer: string): boolean {
    return this.tensors.hasBelow(`${layer}.conv`);
  }

  /** Three convolutions, around which the input is added. */
  block(x: Features, layer: string): Features {
    const first = this.relu(this.conv(x, `${layer}.conv.0`));
    const last = this.conv(this.relu(this.conv(first, `${layer}.conv.2`)), `${layer}.conv.4`);
    const skip = this.tensors.hasBelow(`${layer}.skip`) ? this.conv(x, `${layer}.skip`, { hasBias: false }) : x;
    return this.relu(this.add(last, skip, layer));
  }

  relu({ value, width }: Features): Features {
    return { value: this.graph.node('Relu', [value]), width };
  }

  scale({ value, width }: Features, factor: number): Features {
    return { value: this.graph.node('Mul', [value, this.graph.floats([factor], [1])]), width };
  }

  /** 3·tanh(x / 3) */
  clampSoftly(x: Features): Features {
    const { value, width } = this.scale(x, 1 / LATENT_LIMIT);
    return this.scale({ value: this.graph.node('Tanh', [value]), width }, LATENT_LIMIT);
  }

  /** From 0…1 to -1…1. */
  toSigned(x: Features): Features {
    const { value, width } = this.scale(x, 2);
    return { value: this.graph.node('Sub', [value, this.graph.floats([1], [1])]), width };
  }
}
