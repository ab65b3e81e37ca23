import { beforeAll, describe, expect, it } from '@jest/globals';
import { applyEmphasis, parseWeights, readModelFolder, TextEncoders, contextLength, Tokenizer, toChunks } from '@visionary/diffusion';
import type { ModelFolder } from '@visionary/diffusion';
import { largestDifference, readNpy, readVectors, TINY_SD } from './vectors.js';

interface Case {
  prompt: string;
  parsed: [string, number][];
  chunks: { tokens: number[]; multipliers: number[] }[];
}

const END = 49407;

describe('[E30] the weights of a prompt', () => {
  const { cases } = readVectors<{ cases: Case[] }>('prompt_weights.json');
  let folder: ModelFolder;
  let tokenizer: Tokenizer;

  beforeAll(async () => {
    folder = await readModelFolder(TINY_SD);
    tokenizer = new Tokenizer(folder.tokenizer, contextLength(folder));
  });

  it.each(cases.map((one) => [JSON.stringify(one.prompt.slice(0, 60)), one] as const))('%s', (_title, one) => {
    expect(parseWeights(one.prompt).map(({ text, weight }) => [text, weight])).toEqual(one.parsed);
    const { chunks } = toChunks(one.prompt, tokenizer);
    const padded = (values: number[], filler: number): number[] => [
      ...values,
      ...Array.from({ length: 77 - values.length }, () => filler),
    ];
    expect(chunks.map(({ ids }) => ids)).toEqual(one.chunks.map(({ tokens }) => padded(tokens, END)));
    expect(chunks.map(({ weights }) => weights)).toEqual(one.chunks.map(({ multipliers }) => padded(multipliers, 1)));
  });

  describe('in the hidden states', () => {
    const { emphasis, prompt } = readVectors<{
      prompt: string;
      emphasis: { prompt: string; multipliers: number[] };
    }>('tiny_sd.json');
    const wanted = readNpy('tiny_sd_emphasis_original.npy');
    // The negative prompt's come first.
    const states = readNpy('tiny_sd_prompt_embeds.npy').slice(wanted.length);

    it('multiply them and keep their mean', () => {
      expect(largestDifference(applyEmphasis(states, emphasis.multipliers), wanted)).toBeLessThanOrEqual(1e-6);
    });

    it('come out of the whole encoder', async () => {
      const encoders = await TextEncoders.open(folder, { threads: 1 });
      const plain = await encoders.encode(prompt);
      const weighted = await encoders.encode(emphasis.prompt);
      await encoders.release();
      expect(largestDifference(plain.data, states)).toBeLessThanOrEqual(1e-5);
      // This encoder's mean is nothing but rounding, so that the common factor is another on every machine.
      const factor = weighted.data[0]! / plain.data[0]!;
      const found = weighted.data.map((value) => (value / factor) * (wanted[0]! / states[0]!));
      expect(largestDifference(found, wanted)).toBeLessThanOrEqual(1e-5);
    });
  });
});
