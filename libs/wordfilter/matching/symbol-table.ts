import { classOf } from '../folding/leet.js';
import { CODE } from '../folding/marks.js';

/** Small numbers for the letters that terms are made of. 0 stands for all others. */
export class SymbolTable {
  private readonly low = new Uint16Array(0x10000);
  private readonly high = new Map<number, number>();
  private taken = 1;

  /** How many, with 0. */
  get size(): number {
    return this.taken;
  }

  /** @returns the symbol of a class of letters, a new one where it has none */
  take(letter: number): number {
    const known = letter < 0x10000 ? this.low[letter]! : this.high.get(letter);
    if (known) return known;
    const symbol = this.taken++;
    if (letter < 0x10000) this.low[letter] = symbol;
    else this.high.set(letter, symbol);
    return symbol;
  }

  /** @param folded see marks.ts */
  of(folded: number): number {
    const letter = classOf(folded & CODE);
    return letter < 0x10000 ? this.low[letter]! : (this.high.get(letter) ?? 0);
  }
}
