import { promptPartMarks } from '@visionary/infotext';

/** Ranges of a prompt that are syntax. */
export interface PromptToken {
  readonly from: number;
  readonly to: number;
  readonly kind: 'syntax' | 'break' | 'tag' | 'unbalanced';
}

interface Open {
  readonly at: number;
  readonly bracket: '(' | '[';
  readonly colons: number[];
  readonly bars: number[];
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$/;
const TAG = /<[\p{L}\p{N}_]+:[^<>\n]+>/gu;
const CLOSERS: Readonly<Record<string, '(' | '['>> = { ')': '(', ']': '[' };

/** AND between parts of a prompt, and their weights. A negative prompt has no parts. */
function partTokens(prompt: string): PromptToken[] {
  const { ands, weights } = promptPartMarks(prompt.replace(TAG, (tag) => ' '.repeat(tag.length)));
  return [
    ...ands.map(([from, to]): PromptToken => ({ from, to, kind: 'break' })),
    ...weights.map(([from, to]): PromptToken => ({ from, to, kind: 'syntax' })),
  ];
}

/**
 * The A1111 syntax in a prompt: weights `(x)`, `(x:1.3)`, `[x]`, schedules `[a:b:0.4]`, alternations `[a|b]`, BREAK,
 * AND, escapes, and `<lora:…>` tags. Unmatched brackets are marked as well: they apply to the end, or not at all.
 * @returns tokens in text order, without overlaps
 */
export function promptTokens(prompt: string, hasParts = true): PromptToken[] {
  const tags = [...prompt.matchAll(TAG)].map((found): PromptToken => ({
    ...{ from: found.index, to: found.index + found[0].length, kind: 'tag' },
  }));
  const insideTag = (at: number) => tags.some(({ from, to }) => at >= from && at < to);
  const breaks = [...prompt.matchAll(/(?<![\p{L}\p{N}_])BREAK(?![\p{L}\p{N}_])/gu)]
    .filter(({ index }) => !insideTag(index))
    .map(({ index }): PromptToken => ({ from: index, to: index + 5, kind: 'break' }));
  const parts = hasParts ? partTokens(prompt) : [];
  const brackets = bracketMarks(prompt, insideTag).filter(
    (mark) => !parts.some(({ from, to }) => mark.from < to && mark.to > from),
  );
  return [...tags, ...breaks, ...parts, ...brackets].sort((a, b) => a.from - b.from);
}

function bracketMarks(prompt: string, skip: (at: number) => boolean): PromptToken[] {
  const marks: PromptToken[] = [];
  const open: Open[] = [];
  const mark = (from: number, to: number, kind: PromptToken['kind'] = 'syntax') => marks.push({ from, to, kind });
  for (let at = 0; at < prompt.length; at++) {
    if (skip(at)) continue;
    const letter = prompt[at] ?? '';
    const inner = open.at(-1);
    if (letter === '\\' && at + 1 < prompt.length) {
      mark(at, at + 1);
      at += 1;
    } else if (letter === '(' || letter === '[') open.push({ at, bracket: letter, colons: [], bars: [] });
    else if (letter === ':') inner?.colons.push(at);
    else if (letter === '|') inner?.bars.push(at);
    else if (letter in CLOSERS) {
      if (inner?.bracket !== CLOSERS[letter]) mark(at, at + 1, 'unbalanced');
      else for (const [from, to] of groupMarks(prompt, open.pop() as Open, at)) mark(from, to);
    }
  }
  for (const { at } of open) mark(at, at + 1, 'unbalanced');
  return marks;
}

/** The brackets and separators, with the number at the end. */
function groupMarks(prompt: string, { at, bracket, colons, bars }: Open, close: number): [number, number][] {
  const ends: [number, number][] = [[at, at + 1]];
  if (bracket === '[' && bars.length > 0 && colons.length === 0) {
    return [...ends, ...bars.map((bar): [number, number] => [bar, bar + 1]), [close, close + 1]];
  }
  const last = colons.at(-1);
  const hasNumber = last !== undefined && NUMBER.test(prompt.slice(last + 1, close));
  if (!hasNumber) return [...ends, [close, close + 1]];
  const before = bracket === '[' ? colons.slice(-2, -1).map((colon): [number, number] => [colon, colon + 1]) : [];
  return [...ends, ...before, [last, close + 1]];
}
