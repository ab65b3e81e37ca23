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
  for (let at = 0; at < text.length && groups.length < MOST; at++) {
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
  bars: number[] = [];
  colons: number[] = [];
  private readonly opens: number[] = [];
  private readonly rounds: number[] = [];
  private readonly barsBefore: number[] = [];
  private readonly colonsBefore: number[] = [];

  /** How many round brackets were open when the innermost was opened. */
  get round(): number {
    return this.rounds.at(-1) ?? -1;
  }

  open(at: number, round: number): void {
    this.opens.push(at);
    this.rounds.push(round);
    this.barsBefore.push(this.bars.length);
    this.colonsBefore.push(this.colons.length);
  }

  close(text: string, at: number): Group | undefined {
    const open = this.opens.pop();
    if (open === undefined) return undefined;
    this.rounds.pop();
    const bars = this.bars.splice(this.barsBefore.pop()!);
    const colons = this.colons.splice(this.colonsBefore.pop()!);
    return bars.length > 0 ? turnsOf(bars, open, at) : changeOf(text, colons, open, at);
  }
}

function turnsOf(bars: readonly number[], open: number, close: number): Group {
  const cuts = [open, ...bars, close];
  const parts = cuts.slice(1).map((end, i): Span => [cuts[i]! + 1, end]);
  return { kind: 'turns', open, close, parts, when: 0 };
}

function changeOf(text: string, colons: readonly number[], open: number, close: number): Group | undefined {
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
