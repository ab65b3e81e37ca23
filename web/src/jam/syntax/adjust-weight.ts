/** A replacement in a text, and the selection after it. */
export interface WeightEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly anchor: number;
  readonly head: number;
}

const LEAST = 0.1;
const MAX_SUGGESTIONS = 5;
const segmenter = new Intl.Segmenter(['zh', 'en'], { granularity: 'word' });

/**
 * Adjusts the weight of the selection, or of the word under the cursor, as in A1111: `fox` becomes
 * `(fox:1.1)`, then `(fox:1.2)`, and at 1 the brackets are removed. The number of a `<lora:…>` tag changes by half as much.
 * @returns null if there is nothing to weigh
 */
export function adjustWeight(
  text: string,
  selection: { readonly from: number; readonly to: number },
  by: number,
): WeightEdit | null {
  const tag = tagAround(text, selection);
  if (tag) return withNumber(tag, by / 2);
  const group = groupAround(text, selection);
  if (group) return withGroup(text, group, by);
  const part = selection.from === selection.to ? wordAt(text, selection.from) : selection;
  const inside = text.slice(part.from, part.to);
  if (inside.trim() === '' || /[()[\]]/.test(inside)) return null;
  const insert = `(${inside}:${formatWeight(1 + by)})`;
  return { ...part, insert, anchor: part.from + 1, head: part.from + 1 + inside.length };
}

const rounded = (value: number) => Math.round(value * 100) / 100;
const formatWeight = (weight: number) => String(rounded(Math.min(MAX_SUGGESTIONS, Math.max(LEAST, weight))));

interface Numbered {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly withSelection: { readonly anchor: number; readonly head: number };
}
const withNumber = ({ from, to, weight, withSelection }: Numbered, by: number): WeightEdit => ({
  ...{ from, to, insert: String(rounded(weight + by)), ...withSelection },
});

function tagAround(text: string, { from, to }: { from: number; to: number }): Numbered | null {
  for (const found of text.matchAll(/<\w+:[^:<>]+:([+-]?\d*\.?\d+)>/gu)) {
    const [start, end] = [found.index, found.index + found[0].length];
    if (from < start || to > end) continue;
    const number = found[1] ?? '';
    return {
      from: end - 1 - number.length,
      to: end - 1,
      weight: Number(number),
      withSelection: { anchor: from, head: to },
    };
  }
  return null;
}

interface Group {
  readonly open: number;
  readonly close: number;
  /** The weight of the enclosed text. */
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** The innermost `(…:w)` or `(…)` around a selection. */
function groupAround(text: string, selection: { from: number; to: number }): Group | null {
  const opened: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') opened.push(at);
    else if (text[at] === ')') {
      const open = opened.pop();
      if (open === undefined || open > selection.from || at + 1 < selection.to) continue;
      const inside = text.slice(open + 1, at);
      const weight = /:\s*([+-]?\d*\.?\d+)\s*$/.exec(inside);
      const to = weight ? open + 1 + weight.index : at;
      return { open, close: at + 1, from: open + 1, to, weight: weight ? Number(weight[1]) : 1.1 };
    }
  }
  return null;
}

function withGroup(text: string, { open, close, from, to, weight }: Group, by: number): WeightEdit {
  const inside = text.slice(from, to);
  const next = formatWeight(weight + by);
  if (next === '1') return { from: open, to: close, insert: inside, anchor: open, head: open + inside.length };
  return { from: open, to: close, insert: `(${inside}:${next})`, anchor: from, head: from + inside.length };
}

function wordAt(text: string, at: number): { from: number; to: number } {
  let best = { from: at, to: at };
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    if (index > at) break;
    // At the end of a word, uses the word before the cursor.
    if (isWordLike && index + segment.length >= at) best = { from: index, to: index + segment.length };
  }
  return best;
}
