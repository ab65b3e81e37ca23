import { SYMBOL_LETTER, UNSEGMENTED } from './normalization/char-codes.js';
import type { SymbolReading } from './matching/pattern-aligner.js';
import { MatchCollector } from './matching/match-collector.js';
import { MatchVerifier } from './matching/match-verifier.js';
import { findMasked } from './matching/asterisk-masks.js';
import type { Pattern } from './matching/pattern.js';
import { patternOf } from './matching/pattern.js';
import type { CompiledLists } from './compiled-lists.js';
import { compileLists } from './compiled-lists.js';
import { hasPromptSyntax, expandPrompt } from './prompt-syntax/grammar.js';
import { NormalizedText } from './prompt-syntax/normalized-text.js';
import { runSync, runCooperatively } from './cooperative.js';
import type { TermMatch, Term } from './term.js';
import { parseParts } from './multi-part-terms/parts.js';

/** Moments of a prompt that changes while it renders are looked at while they are this many, and this many letters in all. */
const MOMENTS = 12;
const LETTERS_OF_MOMENTS = 24_000;

/**
 * Finds listed words in what people type, however they disguise them: see docs/adr/0054. Time is linear in the text, whatever it is,
 * and does not depend on how many terms there are. Not to be shared between threads.
 */
export class WordFilter {
  private readonly normalizedText = new NormalizedText();
  private readonly matchVerifier = new MatchVerifier(this.normalizedText);

  /**
   * @param terms what is looked for; a `*` at an end of a word lets it go on there, ` | ` and ` + ` join words, see together/parts.ts
   * @param allowed words and phrases inside which nothing is found
   */
  constructor(
    terms: readonly Term[],
    allowed: readonly string[] = [],
    private readonly lists: CompiledLists = runSync(compileLists(terms, allowed)),
  ) {}

  /** As the constructor, and others have their turn meanwhile: a hundred thousand terms take a second. */
  static async inSlices(terms: readonly Term[], allowed: readonly string[] = []): Promise<WordFilter> {
    return new WordFilter([], [], await runCooperatively(compileLists(terms, allowed)));
  }

  /**
   * @param beside other texts of what it describes: a term of parts is found where they hold one and the text another
   * @returns where the text holds terms, in the order of the text; hits may overlap. A thousand at most.
   */
  find(text: string, beside: readonly string[] = []): TermMatch[] {
    const others = beside.map((other) => this.findsOf(other));
    return this.findsOf(text).hits(this.lists.together, others);
  }

  private findsOf(text: string): MatchCollector {
    const finds = this.findsIn(text);
    if (text.includes('*')) {
      for (const found of findMasked(text, (tryOut) => this.findsIn(tryOut).each())) {
        finds.add(found, found.start, found.end);
      }
      finds.endReading();
    }
    return finds;
  }

  private findsIn(text: string): MatchCollector {
    const matchCollector = new MatchCollector(text);
    if (!hasPromptSyntax(text)) this.findIn(text, undefined, matchCollector);
    else {
      const moments = Math.max(1, Math.min(MOMENTS, Math.floor(LETTERS_OF_MOMENTS / text.length)));
      for (const marks of expandPrompt(text, moments)) this.findIn(text, marks, matchCollector);
    }
    return matchCollector;
  }

  private findIn(text: string, marks: Uint8Array | undefined, matchCollector: MatchCollector): void {
    this.normalizedText.read(text, marks);
    this.matchVerifier.forget();
    this.walk(matchCollector);
    matchCollector.endReading();
  }

  private walk(matchCollector: MatchCollector): void {
    if (this.normalizedText.hasSigns) this.walkTwice(matchCollector);
    else this.walkOnce(matchCollector);
  }

  private walkOnce(matchCollector: MatchCollector): void {
    const { folded, length } = this.normalizedText;
    const { symbols, automaton } = this.lists;
    let state = 0;
    let last = 0;
    for (let at = 0; at < length; at++) {
      const letter = folded[at]!;
      const symbol = symbols.of(letter);
      if (symbol === last && symbol !== 0) continue;
      state = symbol === 0 ? 0 : automaton.step(state, symbol);
      last = (letter & UNSEGMENTED) === 0 ? symbol : -1;
      if (state !== 0 && automaton.outputAt(state) !== 0 && !this.take(state, at, 'letters', matchCollector)) return;
    }
  }

  /**
   * Two states at once: to one, signs that pass for letters are letters, to the other they stand between. They are one wherever
   * no such sign was near.
   */
  private walkTwice(matchCollector: MatchCollector): void {
    const { folded, length } = this.normalizedText;
    const { symbols, automaton } = this.lists;
    let state = 0;
    let last = 0;
    let apart = 0;
    let lastApart = 0;
    for (let at = 0; at < length; at++) {
      const letter = folded[at]!;
      const symbol = symbols.of(letter);
      const repeated = (letter & UNSEGMENTED) === 0 ? symbol : -1;
      const isOne = apart === state && lastApart === last;
      if (symbol === 0 || symbol !== last) {
        state = symbol === 0 ? 0 : automaton.step(state, symbol);
        last = repeated;
        if (state !== 0 && automaton.outputAt(state) !== 0 && !this.take(state, at, 'letters', matchCollector)) return;
      }
      if ((letter & SYMBOL_LETTER) !== 0) continue;
      if (isOne) {
        apart = state;
        lastApart = last;
      } else if (symbol === 0 || symbol !== lastApart) {
        apart = symbol === 0 ? 0 : automaton.step(apart, symbol);
        lastApart = repeated;
        const isOther = apart !== state && apart !== 0 && automaton.outputAt(apart) !== 0;
        if (isOther && !this.take(apart, at, 'between', matchCollector)) return;
      }
    }
  }

  /** @returns whether it is worth while to look further */
  private take(state: number, at: number, symbolReading: SymbolReading, matchCollector: MatchCollector): boolean {
    const { automaton, patterns, firstOfKey, nextOfKey, closedKeys } = this.lists;
    const mayEnd = this.matchVerifier.canEndHere(at);
    for (let ends = automaton.outputAt(state); ends !== 0; ends = automaton.shorterOutput(ends)) {
      const key = automaton.keyAt(ends);
      if (!mayEnd && closedKeys[key] === 1) continue;
      for (let index = firstOfKey[key]!; index >= 0; index = nextOfKey[index]!) {
        const pattern = patterns[index]!;
        if (!this.isThere(pattern, at, symbolReading)) continue;
        const { start, end } = this.matchVerifier.patternAligner;
        if (!matchCollector.add(pattern, this.normalizedText.from[start]!, this.normalizedText.to[end]!)) return false;
      }
    }
    return true;
  }

  /** Where both states are one, either reading may be meant of the signs about a word: fuck@you. */
  private isThere(pattern: Pattern, at: number, symbolReading: SymbolReading): boolean {
    if (this.matchVerifier.matches(pattern, at, symbolReading)) return true;
    if (
      symbolReading === 'between' ||
      !this.normalizedText.hasSigns ||
      (this.normalizedText.folded[at]! & SYMBOL_LETTER) !== 0
    ) {
      return false;
    }
    return this.matchVerifier.matches(pattern, at, 'between');
  }
}

/** Whether a term has anything to be found by, and each of its parts: letters or digits of any script. */
export function canBeFound(text: string): boolean {
  const normalizedText = new NormalizedText();
  return parseParts(text)
    .flat()
    .every((word) => patternOf({ id: '', text: word }, normalizedText, false) !== undefined);
}

/** Whether a term is found only where several words stand in one text. */
export const isMultiPart = (text: string): boolean => parseParts(text).length > 1;
