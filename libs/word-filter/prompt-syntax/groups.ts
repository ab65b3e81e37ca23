/** In code units; the end is exclusive. */
export type Span = readonly [from: number, to: number];

/** Closed square brackets with alternatives, `[a|b|c]`, or with a change, `[a:b:when]`, whose parts may be empty. */
export interface Group {
  readonly kind: 'turns' | 'change';
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
  let round = 0;
  // Unclosed brackets have no meaning.
  const last = text.lastIndexOf(']');
  for (let at = 0; at <= last && groups.length < MAX_GROUPS; at++) {
    switch (text.charCodeAt(at)) {
      case 0x5c: // backslash
        at++;
        break;
      case 0x28: // (
        round++;
        break;
      case 0x29: // )
        round = Math.max(0, round - 1);
        break;
      case 0x5b: // [
        brackets.open(at, round);
        break;
      case 0x7c: // |
        brackets.bars.push(at);
        break;
      case 0x3a: // : (inside round brackets it starts a weight)
        if (brackets.round === round) brackets.colons.push(at);
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
  private readonly rounds = new Stack();
  private readonly barsBefore = new Stack();
  private readonly colonsBefore = new Stack();

  /** The number of open round brackets at the innermost square bracket. */
  get round(): number {
    return this.rounds.top;
  }

  open(at: number, round: number): void {
    this.opens.push(at);
    this.rounds.push(round);
    this.barsBefore.push(this.bars.length);
    this.colonsBefore.push(this.colons.length);
  }

  close(text: string, at: number): Group | undefined {
    if (this.opens.length === 0) return undefined;
    const open = this.opens.pop();
    this.rounds.pop();
    const bars = this.bars.cut(this.barsBefore.pop());
    const colons = this.colons.cut(this.colonsBefore.pop());
    return bars.length > 0 ? turnsOf([...bars], open, at) : changeOf(text, colons, open, at);
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
      const wider = new Int32Array(this.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  pop(): number {
    return this.values[--this.length]!;
  }

  /** Removes the values above a length. @returns them; valid until the next push */
  cut(length: number): Int32Array {
    const removed = this.values.subarray(length, this.length);
    this.length = length;
    return removed;
  }
}

function turnsOf(bars: readonly number[], open: number, close: number): Group {
  const cuts = [open, ...bars, close];
  const parts = cuts.slice(1).map((end, i): Span => [cuts[i]! + 1, end]);
  return { kind: 'turns', open, close, parts, when: 0 };
}

function changeOf(text: string, colons: Int32Array, open: number, close: number): Group | undefined {
  const last = colons.at(-1);
  const when = last === undefined ? Number.NaN : shareOf(text.slice(last + 1, Math.min(close, last + 20)));
  if (last === undefined || Number.isNaN(when)) return undefined;
  const middle = colons.at(-2);
  const before: Span = middle === undefined ? [open + 1, open + 1] : [open + 1, middle];
  return { kind: 'change', open, close, parts: [before, [(middle ?? open) + 1, last]], when };
}

function shareOf(written: string): number {
  if (written.trim() === '') return Number.NaN;
  const value = Number(written);
  return written.includes('.') || value < 1 ? value : value / ASSUMED_STEPS;
}
