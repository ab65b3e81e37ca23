import { attribute, ELEMENT } from '../../../support/tiny-onnx.ts';
import { GraphWriter } from './graph-writer.mjs';
import { activated, conv, linear, resnet, silu, transformer } from './layers.mjs';

/** The configuration of Stable Diffusion 1.5. */
const WIDTHS = [320, 640, 1280, 1280];
const BLOCKS = 2;
const LATENTS = 4;
const TIME = 1280;
const TEXT = { tokens: 77, width: 768 };
const PARAMETERS = 859_520_964;
const SLOWEST_WAVE = 10_000;

/** An image of 512 x 512 with guidance: both prompts in one call, like the engine. */
const BATCH = 2;
const SIDE = 64;

export const INPUTS = [
  { name: 'sample', type: 'float32', shape: [BATCH, LATENTS, SIDE, SIDE] },
  { name: 'timestep', type: 'int64', shape: [1] },
  { name: 'encoder_hidden_states', type: 'float32', shape: [BATCH, TEXT.tokens, TEXT.width] },
];
export const OUTPUT = { name: 'out_sample', type: 'float32', shape: INPUTS[0].shape };

/**
 * A UNet with the layers of Stable Diffusion 1.5 in full size, with noise as weights: it draws nothing, but
 * costs as much as such a model.
 * @returns how many parameters it has
 */
export function writeUnet(folder) {
  const graph = new GraphWriter();
  const out = layers(graph);
  const { parameters } = graph;
  if (parameters !== PARAMETERS) throw new Error(`a UNet of ${parameters} parameters, not of ${PARAMETERS}`);
  graph.write(folder, INPUTS, OUTPUT, out);
  return parameters;
}

function layers(graph) {
  const block = blocksOf(graph);
  const skips = [conv(graph, { name: 'sample', channels: LATENTS, side: SIDE }, WIDTHS[0])];
  for (const [level, channels] of WIDTHS.entries()) {
    for (let turn = 0; turn < BLOCKS; turn++) skips.push(block(skips.at(-1), channels, level < WIDTHS.length - 1));
    if (level < WIDTHS.length - 1) skips.push(conv(graph, skips.at(-1), channels, { stride: 2 }));
  }
  const deepest = WIDTHS.at(-1);
  let x = block(block(skips.at(-1), deepest, true), deepest, false);
  for (const [level, channels] of [...WIDTHS.entries()].toReversed()) {
    for (let turn = 0; turn <= BLOCKS; turn++) {
      x = block(joined(graph, x, skips.pop()), channels, level < WIDTHS.length - 1);
    }
    if (level > 0) x = conv(graph, enlarged(graph, x), channels);
  }
  return conv(graph, activated(graph, x), LATENTS).name;
}

function blocksOf(graph) {
  const time = timeOf(graph);
  const text = { name: 'encoder_hidden_states', width: TEXT.width };
  return (x, channels, hasAttention) => {
    const made = resnet(graph, x, channels, time);
    return hasAttention ? transformer(graph, made, text) : made;
  };
}

function timeOf(graph) {
  const half = WIDTHS[0] / 2;
  const rates = Float32Array.from({ length: half }, (_, index) => SLOWEST_WAVE ** (-index / half));
  const number = graph.op('Cast', ['timestep'], attribute('to', ELEMENT.float32));
  const angles = graph.op('Mul', [number, graph.numbers([1, half], rates)]);
  const waves = [graph.op('Cos', [angles]), graph.op('Sin', [angles])];
  const timeEmbedding = linear(graph, graph.op('Concat', waves, attribute('axis', 1)), WIDTHS[0], TIME);
  return { name: linear(graph, silu(graph, timeEmbedding), TIME, TIME), width: TIME };
}

function joined(graph, x, skip) {
  const name = graph.op('Concat', [x.name, skip.name], attribute('axis', 1));
  return { ...x, name, channels: x.channels + skip.channels };
}

function enlarged(graph, x) {
  const scales = graph.numbers([4], Float32Array.of(1, 1, 2, 2));
  return { ...x, name: graph.op('Resize', [x.name, '', scales]), side: 2 * x.side };
}
