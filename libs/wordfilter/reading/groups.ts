/** From and behind the last, in code units. */
export type Span = readonly [from: number, to: number];

/** Square brackets that close: `[x]`, `[a|b|c]`, or `[a:b:when]` with two parts, of which either may be empty. */
export interface Group {
  readonly kind: 'plain' | 'turns' | 'change';
  readonly open: number;
  readonly close: number;
  readonly parts: readonly Span[];
  /** A share of the steps; 0 where nothing changes. */
  readonly when: number;
}

interface Opened {
  readonly open: number;
  /** How many round brackets were open: a colon in one of them is a weight. */
  readonly round: number;
  readonly bars: number[];
  readonly colons: number[];
}

/** A number of steps counts as a share of so many. */
const STEPS = 20;

/** @returns those that close, the innermost before what they stand in */
export function findGroups(text: string): Group[] {
  const groups: Group[] = [];
  const opened: Opened[] = [];
  let round = 0;
  for (let at = 0; at < text.length; at++) {
    const innermost = opened[opened.length - 1];
    switch (text.charAt(at)) {
      case '\\':
        at++;
        break;
      case '(':
        round++;
        break;
      case ')':
        round = Math.max(0, round - 1);
        break;
      case '[':
        opened.push({ open: at, round, bars: [], colons: [] });
        break;
      case '|':
        innermost?.bars.push(at);
        break;
      case ':':
        if (innermost?.round === round) innermost.colons.push(at);
        break;
      case ']':
        if (innermost) groups.push(groupOf(text, opened.pop()!, at));
        break;
      default:
    }
  }
  return groups;
}

function groupOf(text: string, { open, bars, colons }: Opened, close: number): Group {
  if (bars.length > 0) {
    const cuts = [open, ...bars, close];
    const parts = bars.concat(close).map((end, i): Span => [cuts[i]! + 1, end]);
    return { kind: 'turns', open, close, parts, when: 0 };
  }
  const last = colons.at(-1);
  const when = last === undefined ? Number.NaN : shareOf(text.slice(last + 1, Math.min(close, last + 20)));
  if (last === undefined || Number.isNaN(when)) return { kind: 'plain', open, close, parts: [], when: 0 };
  const middle = colons.at(-2);
  const before: Span = middle === undefined ? [open + 1, open + 1] : [open + 1, middle];
  const after: Span = [(middle ?? open) + 1, last];
  return { kind: 'change', open, close, parts: [before, after], when };
}

function shareOf(written: string): number {
  if (written.trim() === '') return Number.NaN;
  const value = Number(written);
  return written.includes('.') || value < 1 ? value : value / STEPS;
}
