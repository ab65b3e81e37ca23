import type { Features } from './layers.js';
import type { NetworkTensors } from './tensors.js';
import { Layers } from './layers.js';

const SLOPE = 0.2;
/** How much each dense block and the trunk of three add to their input. */
const RESIDUAL_SCALE = 0.2;
const PIXEL_CHANNELS = 3;
const BLOCKS_PER_GROUP = 3;
const CONVOLUTIONS_PER_BLOCK = 5;

/**
 * ESRGAN (Wang et al. 2018): pixels `[B,3,H,W]` in 0…1 to pixels several times as large, not clamped. Models of a
 * factor below 4 fold neighboring pixels into channels first.
 * @throws FileFormatError when a tensor is missing or has an unexpected shape
 */
export function buildEsrgan(tensors: NetworkTensors): Buffer {
  const net = new EsrganLayers(tensors);
  const input = net.image('pixels', PIXEL_CHANNELS);
  const first = net.conv(net.fold(input, foldingOf(tensors)), 'conv_first');
  let trunk = first;
  for (let group = 0; group < tensors.count('body'); group++) trunk = net.group(trunk, `body.${group}`);
  let x = net.add(net.conv(trunk, 'conv_body'), first, 'conv_body');
  for (const up of ['conv_up1', 'conv_up2']) x = net.leakyRelu(net.conv(net.upsample(x), up));
  x = net.conv(net.leakyRelu(net.conv(x, 'conv_hr')), 'conv_last');
  net.graph.output('upscaled', x.value, ['batch', x.width, 'out_height', 'out_width']);
  return net.graph.build('esrgan');
}

/** How many times the sides of the image grow. */
export function esrganFactor(tensors: NetworkTensors): number {
  return 4 / foldingOf(tensors);
}

/** Side of the squares of pixels that are folded into channels. */
function foldingOf(tensors: NetworkTensors): number {
  return Math.sqrt((tensors.get('conv_first.weight').shape[1] ?? 0) / PIXEL_CHANNELS);
}

class EsrganLayers extends Layers {
  /** Pixel unshuffle: `[B,C,H,W] -> [B,C·side²,H/side,W/side]`, the channel outermost. */
  fold({ value, width }: Features, side: number): Features {
    if (side === 1) return { value, width };
    const { graph } = this;
    const shape = graph.node('Shape', [value]);
    const part = (start: number) => graph.node('Slice', [shape, graph.integers([start]), graph.integers([start + 1])]);
    const split = (axis: number) => graph.node('Div', [part(axis), graph.integers([side])]);
    const sides = [
      part(0),
      graph.integers([width]),
      split(2),
      graph.integers([side]),
      split(3),
      graph.integers([side]),
    ];
    const squares = graph.node('Reshape', [value, graph.node('Concat', sides, { axis: 0 })]);
    const channelsFirst = graph.node('Transpose', [squares], { perm: [0, 1, 3, 5, 2, 4] });
    const folded = [part(0), graph.integers([width * side * side]), split(2), split(3)];
    return {
      value: graph.node('Reshape', [channelsFirst, graph.node('Concat', folded, { axis: 0 })]),
      width: width * side * side,
    };
  }

  /** Three dense blocks, of whose result a fifth is added to the input. */
  group(x: Features, path: string): Features {
    let y = x;
    for (let block = 1; block <= BLOCKS_PER_GROUP; block++) y = this.dense(y, `${path}.rdb${block}`);
    return this.addScaled(y, x, path);
  }

  leakyRelu({ value, width }: Features): Features {
    return { value: this.graph.node('LeakyRelu', [value], { alpha: { float: SLOPE } }), width };
  }

  /** Every convolution sees the results of all before (Huang et al. 2017). */
  private dense(x: Features, path: string): Features {
    const seen = [x];
    for (let i = 1; i < CONVOLUTIONS_PER_BLOCK; i++) {
      seen.push(this.leakyRelu(this.conv(this.concat(seen), `${path}.conv${i}`)));
    }
    return this.addScaled(this.conv(this.concat(seen), `${path}.conv${CONVOLUTIONS_PER_BLOCK}`), x, path);
  }

  private addScaled({ value, width }: Features, x: Features, path: string): Features {
    const scaled = this.graph.node('Mul', [value, this.graph.floats([RESIDUAL_SCALE], [1])]);
    return this.add({ value: scaled, width }, x, path);
  }
}
