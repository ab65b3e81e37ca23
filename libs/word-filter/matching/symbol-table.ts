import { equivalenceClassOf } from '../normalization/leet.js';
import { CODE } from '../normalization/char-codes.js';

const ASCII = 128;

/** Small numbers for the letters that terms are made of. 0 stands for all others. */
export class SymbolTable {
  private readonly low = new Uint16Array(0x10000);
  private readonly high = new Map<number, number>();
  private taken = 1;

  /** Letters of the plain alphabet and digits have the smallest, whatever the terms are: the automaton is quickest with those. */
  constructor() {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') this.add(equivalenceClassOf(letter.charCodeAt(0)));
  }

  /** How many, with 0. */
  get size(): number {
    return this.taken;
  }

  /** @returns the symbol of a class of letters, a new one where it has none */
  add(letter: number): number {
    const known = this.of(letter);
    if (known !== 0) return known;
    const symbol = this.taken++;
    if (letter >= 0x10000) this.high.set(letter, symbol);
    else this.low[letter] = symbol;
    // So that nothing needs to ask for the class of a letter when a text is read.
    for (let code = 0; letter < ASCII && code < ASCII; code++) {
      if (equivalenceClassOf(code) === letter) this.low[code] = symbol;
    }
    return symbol;
  }

  /** @param folded see marks.ts */
  of(folded: number): number {
    const letter = folded & CODE;
    return letter < 0x10000 ? this.low[letter]! : (this.high.get(letter) ?? 0);
  }
}
