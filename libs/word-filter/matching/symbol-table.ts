import { equivalenceClassOf } from '../normalization/leet.js';
import { CODE } from '../normalization/char-codes.js';

const ASCII = 128;

/** Maps the letters of terms to small numbers, and all others to 0. */
export class SymbolTable {
  private readonly low = new Uint16Array(0x10000);
  private readonly high = new Map<number, number>();
  private next = 1;

  /** Letters of the alphabet and digits get the smallest symbols, for which the automaton is fastest. */
  constructor() {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') this.add(equivalenceClassOf(letter.charCodeAt(0)));
  }

  /** Includes symbol 0. */
  get size(): number {
    return this.next;
  }

  /** @returns the existing or a new symbol of an equivalence class */
  add(letter: number): number {
    const existing = this.of(letter);
    if (existing !== 0) return existing;
    const symbol = this.next++;
    if (letter >= 0x10000) this.high.set(letter, symbol);
    else this.low[letter] = symbol;
    // Maps the whole class, so that reading a text needs no class lookup.
    for (let code = 0; letter < ASCII && code < ASCII; code++) {
      if (equivalenceClassOf(code) === letter) this.low[code] = symbol;
    }
    return symbol;
  }

  /** @param folded see char-codes.ts */
  of(folded: number): number {
    const letter = folded & CODE;
    return letter < 0x10000 ? this.low[letter]! : (this.high.get(letter) ?? 0);
  }
}
