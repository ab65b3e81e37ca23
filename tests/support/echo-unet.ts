import type { TinyValue } from './tiny-onnx.js';
import { attribute, constant, ELEMENT, model, node } from './tiny-onnx.js';

const LATENT_CHANNELS = 4;

/**
 * A UNet that returns its sample plus the same number in every cell: the sum of its other inputs, each
 * weighted by `inputWeight`. So a test knows the value of each input.
 */
export function answeringUnet(sample: TinyValue, others: readonly TinyValue[], output: TinyValue): Uint8Array {
  const nodes: Buffer[] = [node('Cast', [sample.name], ['whole'], toFloat)];
  const constants = [constant('as_cells', [4], BigInt64Array.of(-1n, 1n, 1n, 1n))];
  let sum = 'latents';
  for (const [from, to, name] of [
    [0, LATENT_CHANNELS, 'latents'],
    [LATENT_CHANNELS, 99, 'extra'],
  ] as const) {
    constants.push(constant(`${name}_from`, [1], BigInt64Array.of(BigInt(from))));
    constants.push(constant(`${name}_to`, [1], BigInt64Array.of(BigInt(to))));
    constants.push(constant(`${name}_axis`, [1], BigInt64Array.of(1n)));
    nodes.push(node('Slice', ['whole', `${name}_from`, `${name}_to`, `${name}_axis`], [name]));
  }
  const inputs = sample.shape[1] === LATENT_CHANNELS ? others : [...others, { ...sample, name: 'extra' }];
  for (const value of inputs) {
    const weighed = weigh(value, nodes, constants);
    nodes.push(node('Add', [sum, weighed], [`and_${value.name}`]));
    sum = `and_${value.name}`;
  }
  nodes.push(node('Cast', [sum], [output.name], attribute('to', ELEMENT[output.type])));
  return model(nodes, [sample, ...others], output, constants);
}

/** The weight of the value at an index of the last axis of an input (of the extra channels: of their axis). */
export function inputWeight(place: number): number {
  return Math.fround(0.01 * Math.cos(place + 1));
}

const toFloat = attribute('to', ELEMENT.float32);

/** The mean of an input's values by their weights, `[B,1,1,1]`. */
function weigh({ name, shape }: TinyValue, nodes: Buffer[], constants: Buffer[]): string {
  const isExtra = name === 'extra';
  const width = isExtra ? 1 + LATENT_CHANNELS : Number(shape[shape.length - 1] ?? 1);
  const isTimestep = shape.length < 2;
  const weights = Float32Array.from({ length: isTimestep ? 1 : width }, (_, place) => inputWeight(place));
  constants.push(constant(`${name}_weights`, isExtra ? [width, 1, 1] : [weights.length], weights));
  nodes.push(node('Cast', [name], [`${name}_float`], toFloat));
  nodes.push(node('Mul', [`${name}_float`, `${name}_weights`], [`${name}_weighed`]));
  const axes = shape.map((_, axis) => axis).slice(1);
  const mean = isTimestep
    ? node('Identity', [`${name}_weighed`], [`${name}_mean`])
    : node(
        'ReduceMean',
        [`${name}_weighed`],
        [`${name}_mean`],
        Buffer.concat([attribute('axes', axes), attribute('keepdims', 0)]),
      );
  nodes.push(mean, node('Reshape', [`${name}_mean`, 'as_cells'], [`${name}_cells`]));
  return `${name}_cells`;
}
