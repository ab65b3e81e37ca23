/** A span of text, end excluded. */
export type Span = readonly [from: number, to: number];

/** Brackets whose text depends on the step: `[from:to:when]` or `[a|b|c]`. */
export type Group = { readonly open: number; readonly close: number } & (
  | { readonly kind: 'scheduled'; readonly before: Span; readonly after: Span; readonly when: string }
  | { readonly kind: 'alternating'; readonly alternatives: readonly Span[] }
);

interface OpenBracket {
  readonly at: number;
  readonly bracket: '(' | '[';
  readonly colons: number[];
  readonly bars: number[];
}

const NUMBER = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;

/**
 * Finds the groups of a prompt in the order they open, in one pass. Brackets that don't close, cross, or hold invalid
 * content are plain text, and so are those around them; groups inside and beside still count. The grammar is that of
 * AUTOMATIC1111's web UI, which rejects a whole prompt with a bar outside of a group or a backslash that escapes
 * nothing.
 * @returns undefined for a rejected prompt
 */
export function findGroups(prompt: string): Group[] | undefined {
  const groups: Group[] = [];
  let openBrackets: OpenBracket[] = [];
  let bars = 0;
  for (let at = 0; at < prompt.length; at++) {
    const character = prompt[at]!;
    const innermost = openBrackets[openBrackets.length - 1];
    if (character === '\\') {
      at++;
      if (at >= prompt.length || prompt[at] === '\n') return undefined;
    } else if (character === '(' || character === '[') {
      openBrackets.push({ at, bracket: character, colons: [], bars: [] });
    } else if (character === ':') innermost?.colons.push(at);
    else if (character === '|') {
      bars++;
      innermost?.bars.push(at);
    } else if (character === ')' || character === ']') {
      const group = innermost && matches(innermost, character) ? readGroup(prompt, innermost, at) : undefined;
      if (!group) openBrackets = [];
      else openBrackets.pop();
      if (group && group !== 'plain') {
        groups.push(group);
        if (group.kind === 'alternating') bars -= group.alternatives.length - 1;
      }
    }
  }
  return bars === 0 ? groups.sort((a, b) => a.open - b.open) : undefined;
}

function matches({ bracket }: OpenBracket, close: string): boolean {
  return close === (bracket === '(' ? ')' : ']');
}

/** Brackets that only set a weight stay in the text for `parseWeights`. */
function readGroup(prompt: string, openBracket: OpenBracket, close: number): Group | 'plain' | undefined {
  const { at: open, bracket, colons, bars } = openBracket;
  if (bars.length > 0) {
    if (bracket === '(' || colons.length > 0) return undefined;
    return { kind: 'alternating', open, close, alternatives: spansBetween(open, bars, close) };
  }
  if (bracket === '(') return colons.length > 1 ? undefined : 'plain';
  if (colons.length === 0) return 'plain';
  const spans = spansBetween(open, colons, close);
  const when = NUMBER.exec(prompt.slice(...spans[spans.length - 1]!))?.[1];
  if (when === undefined || spans.length > 3) return undefined;
  const after = spans[spans.length - 2]!;
  // In `[to:when]` the first side is empty.
  const before: Span = spans.length === 3 ? spans[0]! : [after[0], after[0]];
  return { kind: 'scheduled', open, close, before, after, when };
}

function spansBetween(open: number, separators: readonly number[], close: number): Span[] {
  const ends = [...separators, close];
  return ends.map((end, i) => [(i === 0 ? open : ends[i - 1]!) + 1, end] as const);
}
