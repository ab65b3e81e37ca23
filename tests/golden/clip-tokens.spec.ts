import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readModelFolder, contextLength, Tokenizer } from '@visionary/diffusion';
import { clipTokenizerJson } from '../../libs/diffusion/tokenizer/clip-tokenizer-json.js';
import { readTokenizerSource } from '../../libs/diffusion/tokenizer/tokenizer-source.js';
import { readVectors, TINY_SD } from './vectors.js';

interface Case {
  prompt: string;
  ids: number[];
  n_tokens: number;
  input_ids_77_pad49407: number[];
}

const MARKS = { begin: '<|startoftext|>', end: '<|endoftext|>' };
const { cases } = readVectors<{ cases: Case[] }>('clip_tokens.json');
const titled = cases.map((one) => [JSON.stringify(one.prompt.slice(0, 60)), one] as const);

function agree(tokenizer: Tokenizer, one: Case): void {
  expect(tokenizer.encode(one.prompt)).toEqual(one.ids);
  expect(one.n_tokens).toBe(one.ids.length);
  expect(tokenizer.frame(one.ids.slice(0, tokenizer.limit)).ids).toEqual(one.input_ids_77_pad49407);
}

describe('[E9] CLIP tokens from vocab.json and merges.txt', () => {
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    const folder = await readModelFolder(TINY_SD);
    tokenizer = new Tokenizer(folder.tokenizer, contextLength(folder));
  });

  it.each(titled)('%s', (_title, one) => agree(tokenizer, one));
});

describe('[E9] CLIP tokens from tokenizer.json alone, with its merges as pairs', () => {
  const dir = mkdtempSync(join(tmpdir(), 'visionary-tokenizer-'));
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    const read = (file: string): string => readFileSync(join(TINY_SD, 'tokenizer', file), 'utf8');
    const json = clipTokenizerJson(JSON.parse(read('vocab.json')) as Record<string, number>, read('merges.txt'), MARKS);
    const model = json.model as { merges: string[] };
    const whole = { ...json, model: { ...model, merges: model.merges.map((merge) => merge.split(' ')) } };
    mkdirSync(join(dir, 'tokenizer'));
    writeFileSync(join(dir, 'tokenizer', 'tokenizer.json'), JSON.stringify(whole));
    copyFileSync(join(TINY_SD, 'tokenizer/tokenizer_config.json'), join(dir, 'tokenizer/tokenizer_config.json'));
    const source = await readTokenizerSource(dir, 'tokenizer');
    tokenizer = new Tokenizer(source, contextLength({ textLength: undefined, tokenizer: source }));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it.each(titled)('%s', (_title, one) => agree(tokenizer, one));
});
