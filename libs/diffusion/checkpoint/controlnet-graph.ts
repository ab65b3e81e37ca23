import type { Features } from './layers.js';
import type { NetworkTensors } from './tensors.js';
import type { UnetOptions } from './unet-layers.js';
import { UnetLayers } from './unet-layers.js';

const HINT_CHANNELS = 3;
const HINT = 'controlnet_cond_embedding';

/**
 * A ControlNet (Zhang et al. 2023): a copy of the UNet's way down that also sees an image, the hint `[B,3,8H,8W]` in
 * 0…1. Gives what is added to each block of the UNet, `down.N` and `mid`, multiplied by `scale`, `[1]`.
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildControlNet(tensors: NetworkTensors, options: UnetOptions): Buffer {
  const net = new UnetLayers(tensors, options);
  const { graph } = net;
  const sample = net.readInputs();
  const hint = {
    value: graph.input('hint', 'float32', ['batch', HINT_CHANNELS, 'hint_height', 'hint_width']),
    width: HINT_CHANNELS,
  };
  const scale = graph.input('scale', 'float32', [1]);
  const x = net.add(net.conv(sample, 'conv_in'), encodeHint(net, hint), HINT);
  const down = net.down(x);
  const output = (name: string, features: Features, path: string) => {
    const projected = net.conv(features, path);
    const sides = ['batch', projected.width, `${name}_height`, `${name}_width`];
    graph.output(name, graph.node('Mul', [projected.value, scale]), sides);
  };
  for (const [i, skip] of down.entries()) output(`down.${i}`, skip, `controlnet_down_blocks.${i}`);
  output('mid', net.middle(down.at(-1)!), 'controlnet_mid_block');
  return graph.build('controlnet');
}

/** Convolutions to the size of the latents. Every second one halves both sides. */
function encodeHint(net: UnetLayers, hint: Features): Features {
  let x = net.silu(net.conv(hint, `${HINT}.conv_in`));
  for (let block = 0; block < net.tensors.count(`${HINT}.blocks`); block++) {
    x = net.silu(net.conv(x, `${HINT}.blocks.${block}`, { stride: block % 2 === 1 ? 2 : 1 }));
  }
  return net.conv(x, `${HINT}.conv_out`);
}
