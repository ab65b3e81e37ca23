import { Automaton } from './automaton/automaton.js';
import { SIGN_LETTER, SPACELESS } from './folding/marks.js';
import { SymbolTable } from './matching/symbol-table.js';
import type { Signs } from './matching/alignment.js';
import { Finds } from './matching/finds.js';
import { Judgement } from './matching/judgement.js';
import type { Pattern } from './matching/pattern.js';
import { keyOf, patternOf } from './matching/pattern.js';
import { hasGrammar, readingsOf } from './reading/grammar.js';
import { Units } from './reading/units.js';
import type { Hit, Term } from './term.js';

/** Moments of a prompt that changes while it renders are looked at while they are this many, and this many letters in all. */
const MOMENTS = 12;
const LETTERS_OF_MOMENTS = 24_000;

/**
 * Finds listed words in what people type, however they disguise them: see docs/adr/0054. Time is linear in the text, whatever it is,
 * and does not depend on how many terms there are. Not to be shared between threads.
 */
export class WordFilter {
  private readonly symbols = new SymbolTable();
  private readonly automaton: Automaton;
  private readonly patterns: Pattern[] = [];
  /** For each key of the automaton the patterns that have it, and for each pattern the next one with the same key. */
  private readonly firstOfKey: number[] = [];
  private readonly nextOfKey: number[] = [];
  /** 1 where all patterns of a key end with a word of an alphabet: most of what is come upon inside words is no more than that. */
  private readonly closedKeys: Uint8Array;
  private readonly units = new Units();
  private readonly judgement = new Judgement(this.units);

  /**
   * @param terms what is looked for; a `*` at an end of a term lets the word go on there
   * @param allowed words and phrases inside which nothing is found
   */
  constructor(terms: readonly Term[], allowed: readonly string[] = []) {
    const keys = new Map<string, number>();
    const add = (pattern: Pattern | undefined): void => {
      if (!pattern) return;
      const key = keyOf(pattern, (letter) => this.symbols.take(letter));
      const index = keys.get(key) ?? keys.size;
      this.nextOfKey.push(this.firstOfKey[index] ?? -1);
      this.firstOfKey[index] = this.patterns.length;
      keys.set(key, index);
      this.patterns.push(pattern);
    };
    for (const term of terms) add(patternOf(term, this.units, false));
    for (const text of allowed) add(patternOf({ id: '', text }, this.units, true));
    this.closedKeys = new Uint8Array(keys.size).fill(1);
    this.firstOfKey.forEach((first, key) => {
      for (let index = first; index >= 0; index = this.nextOfKey[index]!) {
        if (this.patterns[index]!.goesOnBehind || this.patterns[index]!.isSpaceless) this.closedKeys[key] = 0;
      }
    });
    this.automaton = new Automaton([...keys.keys()], this.symbols.size);
  }

  /** @returns where the text holds terms, in the order of the text; hits may overlap. A thousand at most. */
  find(text: string): Hit[] {
    const finds = new Finds();
    if (!hasGrammar(text)) this.findIn(text, undefined, finds);
    else {
      const moments = Math.max(1, Math.min(MOMENTS, Math.floor(LETTERS_OF_MOMENTS / text.length)));
      let asItStands: Uint8Array | undefined;
      for (const reading of readingsOf(text, moments)) {
        asItStands ??= reading.asItStands;
        this.findIn(text, reading.marks, finds);
      }
      if (asItStands) this.findIn(text, asItStands, finds);
    }
    return finds.hits(text);
  }

  private findIn(text: string, marks: Uint8Array | undefined, finds: Finds): void {
    this.units.read(text, marks);
    this.judgement.forget();
    this.walk(finds);
    finds.endReading();
  }

  /**
   * Two states at once: to one, signs that pass for letters are letters, to the other they stand between. They are one wherever
   * no such sign was near.
   */
  private walk(finds: Finds): void {
    const { folded, length } = this.units;
    let state = 0;
    let last = 0;
    let apart = 0;
    let lastApart = 0;
    for (let at = 0; at < length; at++) {
      const letter = folded[at]!;
      const symbol = this.symbols.of(letter);
      const repeated = (letter & SPACELESS) === 0 ? symbol : -1;
      const isOne = apart === state && lastApart === last;
      if (symbol === 0 || symbol !== last) {
        state = this.automaton.step(state, symbol);
        last = repeated;
        if (state !== 0 && !this.take(state, at, 'letters', finds)) return;
      }
      if ((letter & SIGN_LETTER) !== 0) continue;
      if (isOne) {
        apart = state;
        lastApart = last;
      } else if (symbol === 0 || symbol !== lastApart) {
        apart = this.automaton.step(apart, symbol);
        lastApart = repeated;
        if (apart !== state && apart !== 0 && !this.take(apart, at, 'between', finds)) return;
      }
    }
  }

  /** @returns whether it is worth while to look further */
  private take(state: number, at: number, signs: Signs, finds: Finds): boolean {
    const { automaton } = this;
    let ends = automaton.ending(state);
    if (ends === 0) return true;
    const mayEnd = this.judgement.mayEnd(at);
    for (; ends !== 0; ends = automaton.shorter(ends)) {
      const key = automaton.keyAt(ends);
      if (!mayEnd && this.closedKeys[key] === 1) continue;
      for (let index = this.firstOfKey[key]!; index >= 0; index = this.nextOfKey[index]!) {
        const pattern = this.patterns[index]!;
        if (!this.isThere(pattern, at, signs)) continue;
        const { start, end } = this.judgement.alignment;
        if (!finds.add(pattern.termId, this.units.from[start]!, this.units.to[end]!)) return false;
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

/** Whether a term has anything to be found by: letters or digits of any script. */
export function canBeFound(text: string): boolean {
  return patternOf({ id: '', text }, new Units(), false) !== undefined;
}
