/** From and behind the last, in code units. */
export type Span = readonly [from: number, to: number];

/** Square brackets that close and hold a choice: `[a|b|c]`, or `[a:b:when]` with two parts, of which either may be empty. */
export interface Group {
  readonly kind: 'turns' | 'change';
  readonly open: number;
  readonly close: number;
  readonly parts: readonly Span[];
  /** A share of the steps; 0 where nothing changes. */
  readonly when: number;
}

/** A number of steps counts as a share of so many. */
const STEPS = 20;
/** Nobody means a prompt that changes in more places, and it has no room for them. */
const MOST = 512;

/** @returns those that close and say more than their brackets do, the innermost before what they stand in */
export function findGroups(text: string): Group[] {
  const groups: Group[] = [];
  const opened = new OpenBrackets();
  let round = 0;
  // What no bracket closes says nothing.
  const last = text.lastIndexOf(']');
  for (let at = 0; at <= last && groups.length < MOST; at++) {
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
        opened.open(at, round);
        break;
      case 0x7c: // |
        opened.bars.push(at);
        break;
      case 0x3a: // : and in round brackets it is a weight's
        if (opened.round === round) opened.colons.push(at);
        break;
      case 0x5d: {
        const group = opened.close(text, at);
        if (group) groups.push(group);
        break;
      }
      default:
    }
  }
  return groups;
}

/** Those that have not closed yet, in rows of numbers: somebody may open a hundred thousand. */
class OpenBrackets {
  readonly bars = new Stack();
  readonly colons = new Stack();
  private readonly opens = new Stack();
  private readonly rounds = new Stack();
  private readonly barsBefore = new Stack();
  private readonly colonsBefore = new Stack();

  /** How many round brackets were open when the innermost was opened. */
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

/** Of numbers, without a box for each. */
class Stack {
  length = 0;
  private kept = new Int32Array(64);

  /** Less than nothing where it is empty. */
  get top(): number {
    return this.length > 0 ? this.kept[this.length - 1]! : -1;
  }

  push(value: number): void {
    if (this.length === this.kept.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.kept);
      this.kept = wider;
    }
    this.kept[this.length++] = value;
  }

  pop(): number {
    return this.kept[--this.length]!;
  }

  /** Takes off what is above so many. @returns it, until the next push */
  cut(length: number): Int32Array {
    const above = this.kept.subarray(length, this.length);
    this.length = length;
    return above;
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
  return written.includes('.') || value < 1 ? value : value / STEPS;
}
