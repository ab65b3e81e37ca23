import { SIGN_LETTER, SPACELESS } from './folding/marks.js';
import type { Signs } from './matching/alignment.js';
import { Finds } from './matching/finds.js';
import { Judgement } from './matching/judgement.js';
import { maskedHits } from './matching/masked-letters.js';
import type { Pattern } from './matching/pattern.js';
import { patternOf } from './matching/pattern.js';
import type { ReadyLists } from './ready-lists.js';
import { makeReady } from './ready-lists.js';
import { hasGrammar, readingsOf } from './reading/grammar.js';
import { Units } from './reading/units.js';
import { atOnce, inSlices } from './slices.js';
import type { Hit, Term } from './term.js';
import { partsOf } from './together/parts.js';

/** Moments of a prompt that changes while it renders are looked at while they are this many, and this many letters in all. */
const MOMENTS = 12;
const LETTERS_OF_MOMENTS = 24_000;

/**
 * Finds listed words in what people type, however they disguise them: see docs/adr/0054. Time is linear in the text, whatever it is,
 * and does not depend on how many terms there are. Not to be shared between threads.
 */
export class WordFilter {
  private readonly units = new Units();
  private readonly judgement = new Judgement(this.units);

  /**
   * @param terms what is looked for; a `*` at an end of a word lets it go on there, ` | ` and ` + ` join words, see together/parts.ts
   * @param allowed words and phrases inside which nothing is found
   */
  constructor(
    terms: readonly Term[],
    allowed: readonly string[] = [],
    private readonly lists: ReadyLists = atOnce(makeReady(terms, allowed)),
  ) {}

  /** As the constructor, and others have their turn meanwhile: a hundred thousand terms take a second. */
  static async inSlices(terms: readonly Term[], allowed: readonly string[] = []): Promise<WordFilter> {
    return new WordFilter([], [], await inSlices(makeReady(terms, allowed)));
  }

  /**
   * @param beside other texts of what it describes: a term of parts is found where they hold one and the text another
   * @returns where the text holds terms, in the order of the text; hits may overlap. A thousand at most.
   */
  find(text: string, beside: readonly string[] = []): Hit[] {
    const others = beside.map((other) => this.findsOf(other));
    return this.findsOf(text).hits(this.lists.together, others);
  }

  private findsOf(text: string): Finds {
    const finds = this.findsIn(text);
    if (text.includes('*')) {
      for (const found of maskedHits(text, (tryOut) => this.findsIn(tryOut).each())) {
        finds.add(found, found.start, found.end);
      }
      finds.endReading();
    }
    return finds;
  }

  private findsIn(text: string): Finds {
    const finds = new Finds(text);
    if (!hasGrammar(text)) this.findIn(text, undefined, finds);
    else {
      const moments = Math.max(1, Math.min(MOMENTS, Math.floor(LETTERS_OF_MOMENTS / text.length)));
      for (const marks of readingsOf(text, moments)) this.findIn(text, marks, finds);
    }
    return finds;
  }

  private findIn(text: string, marks: Uint8Array | undefined, finds: Finds): void {
    this.units.read(text, marks);
    this.judgement.forget();
    this.walk(finds);
    finds.endReading();
  }

  private walk(finds: Finds): void {
    if (this.units.hasSigns) this.walkTwice(finds);
    else this.walkOnce(finds);
  }

  private walkOnce(finds: Finds): void {
    const { folded, length } = this.units;
    const { symbols, automaton } = this.lists;
    let state = 0;
    let last = 0;
    for (let at = 0; at < length; at++) {
      const letter = folded[at]!;
      const symbol = symbols.of(letter);
      if (symbol === last && symbol !== 0) continue;
      state = symbol === 0 ? 0 : automaton.step(state, symbol);
      last = (letter & SPACELESS) === 0 ? symbol : -1;
      if (state !== 0 && automaton.ending(state) !== 0 && !this.take(state, at, 'letters', finds)) return;
    }
  }

  /**
   * Two states at once: to one, signs that pass for letters are letters, to the other they stand between. They are one wherever
   * no such sign was near.
   */
  private walkTwice(finds: Finds): void {
    const { folded, length } = this.units;
    const { symbols, automaton } = this.lists;
    let state = 0;
    let last = 0;
    let apart = 0;
    let lastApart = 0;
    for (let at = 0; at < length; at++) {
      const letter = folded[at]!;
      const symbol = symbols.of(letter);
      const repeated = (letter & SPACELESS) === 0 ? symbol : -1;
      const isOne = apart === state && lastApart === last;
      if (symbol === 0 || symbol !== last) {
        state = symbol === 0 ? 0 : automaton.step(state, symbol);
        last = repeated;
        if (state !== 0 && automaton.ending(state) !== 0 && !this.take(state, at, 'letters', finds)) return;
      }
      if ((letter & SIGN_LETTER) !== 0) continue;
      if (isOne) {
        apart = state;
        lastApart = last;
      } else if (symbol === 0 || symbol !== lastApart) {
        apart = symbol === 0 ? 0 : automaton.step(apart, symbol);
        lastApart = repeated;
        const isOther = apart !== state && apart !== 0 && automaton.ending(apart) !== 0;
        if (isOther && !this.take(apart, at, 'between', finds)) return;
      }
    }
  }

  /** @returns whether it is worth while to look further */
  private take(state: number, at: number, signs: Signs, finds: Finds): boolean {
    const { automaton, patterns, firstOfKey, nextOfKey, closedKeys } = this.lists;
    const mayEnd = this.judgement.mayEnd(at);
    for (let ends = automaton.ending(state); ends !== 0; ends = automaton.shorter(ends)) {
      const key = automaton.keyAt(ends);
      if (!mayEnd && closedKeys[key] === 1) continue;
      for (let index = firstOfKey[key]!; index >= 0; index = nextOfKey[index]!) {
        const pattern = patterns[index]!;
        if (!this.isThere(pattern, at, signs)) continue;
        const { start, end } = this.judgement.alignment;
        if (!finds.add(pattern, this.units.from[start]!, this.units.to[end]!)) return false;
      }
    }
    return true;
  }

  /** Where both states are one, either reading may be meant of the signs about a word: fuck@you. */
  private isThere(pattern: Pattern, at: number, signs: Signs): boolean {
    if (this.judgement.isThere(pattern, at, signs)) return true;
    if (signs === 'between' || !this.units.hasSigns || (this.units.folded[at]! & SIGN_LETTER) !== 0) return false;
    return this.judgement.isThere(pattern, at, 'between');
  }
}

/** Whether a term has anything to be found by, and each of its parts: letters or digits of any script. */
export function canBeFound(text: string): boolean {
  const units = new Units();
  return partsOf(text)
    .flat()
    .every((word) => patternOf({ id: '', text: word }, units, false) !== undefined);
}

/** Whether a term is found only where several words stand in one text. */
export const isOfParts = (text: string): boolean => partsOf(text).length > 1;
