/** In code units; the end is exclusive. */
export type Span = readonly [from: number, to: number];

/** Closed square brackets with alternatives, `[a|b|c]`, or with a change, `[a:b:when]`, whose parts may be empty. */
export interface Group {
  readonly kind: 'alternation' | 'change';
  readonly open: number;
  readonly close: number;
  readonly parts: readonly Span[];
  /** The share of steps before the change; 0 for alternatives. */
  readonly when: number;
}

/** Converts a number of steps to a share. */
const ASSUMED_STEPS = 20;
const MAX_GROUPS = 512;

/** @returns groups with alternatives or changes, inner groups first */
export function findGroups(text: string): Group[] {
  const groups: Group[] = [];
  const brackets = new OpenBrackets();
  let depth = 0;
  // Unclosed brackets have no meaning.
  const lastBracket = text.lastIndexOf(']');
  for (let at = 0; at <= lastBracket && groups.length < MAX_GROUPS; at++) {
    switch (text.charCodeAt(at)) {
      case 0x5c: // backslash
        at++;
        break;
      case 0x28: // (
        depth++;
        break;
      case 0x29: // )
        depth = Math.max(0, depth - 1);
        break;
      case 0x5b: // [
        brackets.open(at, depth);
        break;
      case 0x7c: // |
        brackets.bars.push(at);
        break;
      case 0x3a: // : (inside round brackets it starts a weight)
        if (brackets.depth === depth) brackets.colons.push(at);
        break;
      case 0x5d: {
        const group = brackets.close(text, at);
        if (group) groups.push(group);
        break;
      }
      default:
    }
  }
  return groups;
}

/** Unclosed brackets, in typed arrays: hostile texts have 100,000 of them. */
class OpenBrackets {
  readonly bars = new Stack();
  readonly colons = new Stack();
  private readonly opens = new Stack();
  private readonly depths = new Stack();
  private readonly barsBefore = new Stack();
  private readonly colonsBefore = new Stack();

  /** The number of open round brackets at the innermost square bracket. */
  get depth(): number {
    return this.depths.top;
  }

  open(at: number, depth: number): void {
    this.opens.push(at);
    this.depths.push(depth);
    this.barsBefore.push(this.bars.length);
    this.colonsBefore.push(this.colons.length);
  }

  close(text: string, at: number): Group | undefined {
    if (this.opens.length === 0) return undefined;
    const open = this.opens.pop();
    this.depths.pop();
    const bars = this.bars.truncate(this.barsBefore.pop());
    const colons = this.colons.truncate(this.colonsBefore.pop());
    return bars.length > 0 ? alternationOf([...bars], open, at) : changeOf(text, colons, open, at);
  }
}

/** A stack of unboxed numbers. */
class Stack {
  length = 0;
  private values = new Int32Array(64);

  /** -1 when empty. */
  get top(): number {
    return this.length > 0 ? this.values[this.length - 1]! : -1;
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  pop(): number {
    return this.values[--this.length]!;
  }

  /** Removes the values above a length. @returns them; valid until the next push */
  truncate(length: number): Int32Array {
    const removed = this.values.subarray(length, this.length);
    this.length = length;
    return removed;
  }
}

function alternationOf(bars: readonly number[], open: number, close: number): Group {
  const boundaries = [open, ...bars, close];
  const parts = boundaries.slice(1).map((end, i): Span => [boundaries[i]! + 1, end]);
  return { kind: 'alternation', open, close, parts, when: 0 };
}

function changeOf(text: string, colons: Int32Array, open: number, close: number): Group | undefined {
  const lastColon = colons.at(-1);
  const when =
    lastColon === undefined ? Number.NaN : shareOf(text.slice(lastColon + 1, Math.min(close, lastColon + 20)));
  if (lastColon === undefined || Number.isNaN(when)) return undefined;
  const firstColon = colons.at(-2);
  const before: Span = firstColon === undefined ? [open + 1, open + 1] : [open + 1, firstColon];
  return { kind: 'change', open, close, parts: [before, [(firstColon ?? open) + 1, lastColon]], when };
}

function shareOf(text: string): number {
  if (text.trim() === '') return Number.NaN;
  const value = Number(text);
  return text.includes('.') || value < 1 ? value : value / ASSUMED_STEPS;
}
