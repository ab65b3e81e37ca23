import type { PromptPair } from '../takes/takes.js';

/** A replaced range of text; either side may be empty. */
export interface TextChange {
  readonly from: string;
  readonly to: string;
}

const segmenter = new Intl.Segmenter(['zh', 'en'], { granularity: 'word' });
const JOINED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]/u;
/**
 * Splits at white space and commas, keeps brackets and weights with their words, and segments languages without
 * spaces.
 */
const wordsIn = (text: string): string[] =>
  text
    .split(/([\s,，、]+)/u)
    .flatMap((part) => (JOINED.test(part) ? [...segmenter.segment(part)].map(({ segment }) => segment) : [part]))
    .filter((part) => part !== '');

/** Above this many word comparisons, the differing middle counts as one change. */
const MAX_PAIRS = 250_000;

/**
 * The differences between two texts, word by word and in order: "a red fox" and "a red owl" differ by fox → owl.
 * Changes separated only by white space or punctuation are merged.
 */
export function diffWords(before: string, after: string): TextChange[] {
  const [from, to] = [wordsIn(before), wordsIn(after)];
  const start = commonLength(from, to, (prompt, at) => prompt[at]);
  const end = commonLength(from.slice(start), to.slice(start), (prompt, at) => prompt[prompt.length - 1 - at]);
  const [a, b] = [from.slice(start, from.length - end), to.slice(start, to.length - end)];
  const raw = a.length * b.length > MAX_PAIRS ? [{ from: a.join(''), to: b.join('') }] : compare(a, b);
  return raw.map(trimChange).filter(({ from: was, to: is }) => was !== is);
}

/** The differences of both prompts of a take: those of the prompt first. */
export const diffPrompts = (before: PromptPair, after: PromptPair): TextChange[] => [
  ...diffWords(before.prompt, after.prompt),
  ...diffWords(before.negative, after.negative),
];

function commonLength(a: string[], b: string[], word: (prompt: string[], at: number) => string | undefined): number {
  const shorter = Math.min(a.length, b.length);
  let count = 0;
  while (count < shorter && word(a, count) === word(b, count)) count += 1;
  return count;
}

/** Computes the longest common subsequence, then the ranges outside it. */
function compare(a: readonly string[], b: readonly string[]): TextChange[] {
  const lengths = lengthsOf(a, b);
  const changes: { from: string; to: string }[] = [];
  let open: { from: string; to: string } | null = null;
  let unchangedText = '';
  const openChange = () => {
    if (open) {
      open.from += unchangedText;
      open.to += unchangedText;
    } else changes.push((open = { from: '', to: '' }));
    unchangedText = '';
    return open;
  };
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [x = '', y = ''] = [a[i], b[j]];
    if (i < a.length && j < b.length && x === y) {
      i += 1;
      j += 1;
      // Unchanged text in between starts another change.
      if (/[\p{L}\p{N}]/u.test(x)) [open, unchangedText] = [null, ''];
      else unchangedText += x;
    } else if (j >= b.length || (i < a.length && lengths(i + 1, j) >= lengths(i, j + 1))) {
      openChange().from += x;
      i += 1;
    } else {
      openChange().to += y;
      j += 1;
    }
  }
  return changes;
}

function lengthsOf(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const rowLength = b.length + 1;
  const table = new Uint16Array((a.length + 1) * rowLength);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [index, down, right] = [i * rowLength + j, (i + 1) * rowLength + j, i * rowLength + j + 1];
      table[index] = a[i] === b[j] ? (table[down + 1] ?? 0) + 1 : Math.max(table[down] ?? 0, table[right] ?? 0);
    }
  }
  return (i, j) => table[i * rowLength + j] ?? 0;
}

const EDGES = /^[\s,，、]+|[\s,，、]+$/gu;

/** Trims commas and spaces, unless there is nothing else. */
function trimChange({ from, to }: TextChange): TextChange {
  const trimmed = { from: from.replace(EDGES, ''), to: to.replace(EDGES, '') };
  return trimmed.from === '' && trimmed.to === '' ? { from, to } : trimmed;
}
