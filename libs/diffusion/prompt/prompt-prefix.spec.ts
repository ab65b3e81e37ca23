import { describe, expect, it } from '@jest/globals';
import { type PromptPrefix, mergePromptPrefixes, applyPromptPrefix, stripPromptPrefix } from '@visionary/infotext';
import { scheduleTexts } from './schedule.js';
import { parseWeights } from './weights.js';
import { toChunks, type ChunkTokenizer } from './chunks.js';

const PREFIX: PromptPrefix = { prefix: 'ink drawing, (soft light:1.2)', negativeSuffix: '(blood:1.3), gore' };
const STEPS = 6;

/** Characters with their weights; BREAK counts as characters, too. */
const letters = (text: string) =>
  parseWeights(text).flatMap(({ text: piece, weight }) => [...piece].map((letter) => `${letter}${weight.toFixed(6)}`));

/** The weighted characters of each step. */
const read = (text: string) => {
  const texts = scheduleTexts(text, STEPS);
  return Array.from({ length: STEPS }, (_, step) =>
    letters((texts.find(({ untilStep }) => step < untilStep) ?? texts.at(-1)!).text),
  );
};

/** Every word is a token, which makes counts predictable. */
const WORDS: ChunkTokenizer = {
  limit: 75,
  comma: 0,
  encode: (text) => (text.match(/[^\s,]+|,/gu) ?? []).map((word) => (word === ',' ? 0 : word.length)),
  frame: (ids) => ({ ids: [...ids], specialTokenCount: 0 }),
};

const PARTS = [
  ...['a fox', 'owl', ', ', ' ', '(', ')', '[', ']', ':', ':1.3)', ':5]', ':0.5]', '|', '\\', '\\(', '\n'],
  ...[' BREAK ', '[cat:dog:4]', '[sun|moon]', '((red))', '敏感', '🦊', '1.1', ')('],
];

function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

describe('applyPromptPrefix', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_126);

  it(`[S40] adds prefix and negative suffix without changing the meaning of any prompt (seed ${seed})`, () => {
    const random = randomOf(seed);
    const prefixLetters = letters(PREFIX.prefix);
    const suffix = letters(PREFIX.negativeSuffix);
    const wrong: unknown[] = [];
    const expectSame = (typed: string, what: string, one: unknown, other: unknown) => {
      if (JSON.stringify(one) !== JSON.stringify(other)) wrong.push({ typed, what, one, other });
    };
    for (let round = 0; round < 500; round++) {
      const typed = Array.from({ length: 1 + random() * 9 }, () => PARTS[Math.floor(random() * PARTS.length)]).join('');
      const { prompt, negative } = applyPromptPrefix({ prompt: typed, negative: typed }, PREFIX);
      const expected = read(typed).map(tidy);
      read(prompt).forEach((all, step) => {
        expectSame(typed, 'prefix', all.slice(0, prefixLetters.length), prefixLetters);
        // The prompt keeps its weights and schedules. Only the comma between and spaces around BREAK differ.
        expectSame(typed, 'prompt', tidy(all.slice(prefixLetters.length)), expected[step]);
      });
      const isBehind = negative.endsWith(PREFIX.negativeSuffix) && negative !== PREFIX.negativeSuffix;
      read(negative).forEach((all, step) => {
        const [from, to] = isBehind ? [all.length - suffix.length, all.length] : [0, suffix.length];
        expectSame(typed, 'suffix', all.slice(from, to), suffix);
        expectSame(typed, 'negative', tidy([...all.slice(0, from), ...all.slice(to)]), expected[step]);
      });
      const back = stripPromptPrefix({ prompt, negative }, PREFIX);
      expectSame(
        typed,
        'back',
        back,
        typed.trim() === '' ? { prompt: '', negative: '' } : { prompt: typed, negative: typed },
      );
    }
    expect(wrong).toEqual([]);
  });

  it('[S41] returns the prompt unchanged when there is no prefix', () => {
    const typed = { prompt: ' (a fox ', negative: '' };
    expect(applyPromptPrefix(typed, undefined)).toBe(typed);
    expect(mergePromptPrefixes([])).toBeUndefined();
    expect(applyPromptPrefix(typed, { prefix: '', negativeSuffix: 'blurry' })).toEqual({
      prompt: ' (a fox ',
      negative: 'blurry',
    });
  });

  it('[S42] cuts nothing off when prefix and prompt exceed 75 tokens', () => {
    const typed = Array.from({ length: 70 }, (_, n) => `word${n}`).join(' ');
    const promptPrefix = { prefix: Array.from({ length: 20 }, () => 'fine').join(' '), negativeSuffix: '' };
    const { chunks, tokens } = toChunks(applyPromptPrefix({ prompt: typed, negative: '' }, promptPrefix).prompt, WORDS);
    expect(tokens).toBe(91);
    expect(chunks.flatMap(({ ids }) => ids)).toEqual([...WORDS.encode(promptPrefix.prefix), 0, ...WORDS.encode(typed)]);
  });

  it('[S42] gives the prefix its own chunk when it ends with BREAK', () => {
    const { prompt } = applyPromptPrefix(
      { prompt: 'a fox', negative: '' },
      { prefix: 'ink BREAK', negativeSuffix: '' },
    );
    expect(prompt).toBe('ink BREAK a fox');
    expect(toChunks(prompt, WORDS).chunks.map(({ ids }) => ids)).toEqual([WORDS.encode('ink'), WORDS.encode('a fox')]);
  });

  it('[S43] mergePromptPrefixes joins several prefixes, the outermost first', () => {
    const instance = { prefix: 'ink', negativeSuffix: 'gore' };
    const model = { prefix: '', negativeSuffix: '' };
    const room = { prefix: 'snow', negativeSuffix: 'rain' };
    expect(mergePromptPrefixes([instance, model, room])).toEqual({ prefix: 'ink, snow', negativeSuffix: 'gore, rain' });
  });
});

/** Removes the joining comma, and spaces at the ends and beside BREAK. */
function tidy(all: readonly string[]): string {
  return all
    .join('')
    .replace(/,1\.000000 1\.000000/gu, ' 1.000000')
    .replace(/^(?:[\s,]1\.000000)+|(?:[\s,]1\.000000)+$/gu, '');
}
