import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PromptCompiler, readModelFolder, TextEncoders } from '@visionary/diffusion';
import type { ModelFolder } from '@visionary/diffusion';
import { readTokenizerSource } from '../../libs/diffusion/tokenizer/tokenizer-source.js';
import { graphFile } from '../../libs/diffusion/onnx/graph-source.js';
import { largestDifference, TINY_SD } from './vectors.js';

interface Case {
  name: string;
  prompt: string;
  tokens: number;
  width: number;
  states: number[];
  pooled: number[];
}

const here = fileURLToPath(new URL('tiny-sdxl-text/', import.meta.url));
/** Float32 through seven layers, printed with seven digits. */
const CLOSE = 2e-5;

/** The two encoders of SDXL's shape, in the folder of a model whose other parts do not matter here. */
async function sdxlFolder(): Promise<ModelFolder> {
  const [folder, tokenizer, second] = await Promise.all([
    readModelFolder(TINY_SD),
    readTokenizerSource(here, 'tokenizer'),
    readTokenizerSource(here, 'tokenizer_2'),
  ]);
  return {
    ...folder,
    tokenizer,
    textLength: 77,
    graphs: { ...folder.graphs, textEncoder: graphFile(`${here}text_encoder/model.onnx`) },
    secondTextEncoder: { graph: graphFile(`${here}text_encoder_2/model.onnx`), tokenizer: second, textLength: 77 },
    zeroEmptyNegative: true,
  };
}

describe('[E35] the two text encoders of SDXL', () => {
  const { cases } = JSON.parse(readFileSync(`${here}vectors.json`, 'utf8')) as { cases: Case[] };
  let encoders: TextEncoders;
  beforeAll(async () => {
    encoders = await TextEncoders.open(await sdxlFolder(), { threads: 1 });
  });
  afterAll(() => encoders.release());

  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, { prompt, tokens, width, states, pooled }) => {
    const found = await encoders.encode(prompt);
    expect([found.tokens, found.width]).toEqual([tokens, width]);
    expect(largestDifference(found.data, states)).toBeLessThanOrEqual(CLOSE);
    expect(largestDifference(found.pooled!, pooled)).toBeLessThanOrEqual(CLOSE);
  });

  it('are told no negative words as zeros, pooled too', async () => {
    const plan = await new PromptCompiler(encoders).compile({ prompt: 'a red fox', negative: '' }, { steps: 4, needsNegative: true });
    const { positives, negative } = plan.at(0);
    const positive = positives[0]!.text;
    expect(negative!.data).toEqual(new Float32Array(positive.data.length));
    expect(negative!.pooled).toEqual(new Float32Array(positive.pooled!.length));
  });

  it('are refused where the layer they should give is not among the outputs', async () => {
    const folder = await sdxlFolder();
    const graphs = { ...folder.graphs, textEncoder: (await readModelFolder(TINY_SD)).graphs.textEncoder };
    await expect(TextEncoders.open({ ...folder, graphs }, { threads: 1 })).rejects.toMatchObject({
      code: 'DOES_NOT_FIT',
      message: expect.stringContaining('last layer but one'),
    });
  });
});
