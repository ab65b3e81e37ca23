import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from '@visionary/onnxruntime';
import { z } from 'zod';
import type { Scores } from '../verdict.js';
import type { Classifier } from './classifier.js';
import { ClassifierCard } from './classifier-card.js';

/** One thread leaves the others to the renderer. */
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
};

/**
 * Opens a classifier that the operator configured.
 * @throws Error when the card or the file is invalid
 */
export async function openOnnxClassifier(path: string): Promise<Classifier> {
  const card = await readCard(path.replace(/\.onnx$/i, '.json'));
  const session = await InferenceSession.create(path, OPTIONS);
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
  const { width, height } = card.input;
  const classify = async (rgb: Uint8Array): Promise<Scores> => {
    const { [output]: result } = await session.run({ [input]: toTensor(rgb, card) });
    return toScores(Array.from((await result!.getData()) as Float32Array), card);
  };
  // Fails now instead of on the first image when the model doesn't match its card.
  await classify(new Uint8Array(width * height * 3));
  return { name: card.name, width, height, classes: card.classes, thresholds: card.thresholds, classify };
}

async function readCard(path: string): Promise<ClassifierCard> {
  const result = ClassifierCard.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error)}`);
  return result.data;
}

function toTensor(rgb: Uint8Array, { input }: ClassifierCard): Tensor {
  const { width, height, layout, mean, deviation } = input;
  const cells = width * height;
  const data = new Float32Array(cells * 3);
  for (let i = 0; i < rgb.length; i++) {
    const channel = i % 3;
    const value = (rgb[i]! / 255 - mean[channel]!) / deviation[channel]!;
    data[layout === 'NHWC' ? i : channel * cells + (i - channel) / 3] = value;
  }
  return new Tensor('float32', data, layout === 'NHWC' ? [1, height, width, 3] : [1, 3, height, width]);
}

function toScores(values: readonly number[], { classes, output, name }: ClassifierCard): Scores {
  if (values.length !== classes.length) {
    throw new Error(`${name} returns ${values.length} values for ${classes.length} classes`);
  }
  const scores = AS_SCORES[output](values);
  // NaN reaches no threshold and would accept every image.
  if (!scores.every(Number.isFinite)) throw new Error(`${name} returns values that aren't finite`);
  return Object.fromEntries(classes.map((one, index) => [one, scores[index]!]));
}

const AS_SCORES: Record<ClassifierCard['output'], (values: readonly number[]) => readonly number[]> = {
  scores: (values) => values,
  sigmoid: (values) => values.map((value) => 1 / (1 + Math.exp(-value))),
  softmax: (values) => {
    const highest = Math.max(...values);
    const powers = values.map((value) => Math.exp(value - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  },
};
