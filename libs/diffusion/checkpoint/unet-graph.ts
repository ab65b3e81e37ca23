import type { Features } from './layers.js';
import type { NetworkTensors } from './tensors.js';
import type { UnetOptions } from './unet-layers.js';
import { FileFormatError } from '../fault.js';
import { EPSILON, UnetLayers } from './unet-layers.js';

export interface UnetGraphOptions extends UnetOptions {
  /** Whether it also reads the residuals of ControlNets, one for each block on the way down and one for the middle. */
  readonly isControlled?: boolean;
}

/**
 * The UNet of latent diffusion (Rombach et al. 2022): predicts from noisy latents `[B,C,H,W]`, a timestep, and texts
 * `[B,S,D]`. With control, `down.N` and `mid` are added where the way up reads the way down, and to the middle
 * (Zhang et al. 2023).
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildUnet(tensors: NetworkTensors, options: UnetGraphOptions): Buffer {
  const unet = new UnetLayers(tensors, options);
  const control = (name: string, x: Features) => (options.isControlled ? addControl(unet, name, x) : x);
  const down = unet.down(unet.conv(unet.readInputs(), 'conv_in'));
  let x = control('mid', unet.middle(down.at(-1)!));
  const skips = down.map((skip, i) => control(`down.${i}`, skip));
  for (let level = 0; level < tensors.count('up_blocks'); level++) {
    const block = `up_blocks.${level}`;
    for (let layer = 0; layer < tensors.count(`${block}.resnets`); layer++) {
      const joined = unet.concat([x, ...skips.splice(-1)]);
      x = unet.transform(unet.residual(joined, `${block}.resnets.${layer}`), `${block}.attentions.${layer}`);
    }
    if (!tensors.hasBelow(`${block}.upsamplers`)) continue;
    x = unet.conv(unet.upsample(x), `${block}.upsamplers.0.conv`);
  }
  if (skips.length > 0) throw unevenError(skips.length);
  x = unet.conv(unet.silu(unet.groupNorm(x, 'conv_norm_out', EPSILON)), 'conv_out');
  unet.output('out_sample', x.value, ['batch', x.width, 'height', 'width']);
  return unet.graph.build('unet');
}

function addControl(unet: UnetLayers, name: string, x: Features): Features {
  // Zeros of one pixel stand for no ControlNet, so that the sides are independent of those of the features.
  const sides = [`${name}_batch`, x.width, `${name}_height`, `${name}_width`];
  const residual = unet.computed(unet.graph.input(name, 'float32', sides));
  return unet.add(x, { value: residual, width: x.width }, name);
}

const unevenError = (count: number) =>
  new FileFormatError(`its UNet has ${count} blocks on the way down that none on the way up reads`, {
    ...{ reasonKey: 'undefinedTensor', name: 'up_blocks' },
  });
