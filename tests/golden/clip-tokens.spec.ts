import { beforeAll, describe, expect, it } from '@jest/globals';
import { readModelFolder, Tokenizer } from '@visionary/diffusion';
import { readVectors, TINY_SD } from './vectors.js';

interface Case {
  prompt: string;
  ids: number[];
  n_tokens: number;
  input_ids_77_pad49407: number[];
}

describe('[E9] CLIP tokens from vocab.json and merges.txt', () => {
  const { cases } = readVectors<{ cases: Case[] }>('clip_tokens.json');
  let tokenizer: Tokenizer;

  beforeAll(async () => {
    const folder = await readModelFolder(TINY_SD);
    tokenizer = new Tokenizer(folder.tokenizer, folder.textLength!);
  });

  it.each(cases.map((one) => [JSON.stringify(one.prompt.slice(0, 60)), one] as const))('%s', (_title, one) => {
    expect(tokenizer.words(one.prompt)).toEqual(one.ids);
    expect(tokenizer.encode(one.prompt)).toEqual(one.input_ids_77_pad49407);
    expect(tokenizer.count(one.prompt)).toEqual({ tokens: one.n_tokens, limit: 75 });
  });
});
