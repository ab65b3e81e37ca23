import type { BlockedTerm } from './blocked-term.js';

/** Where a text contains a term, also a disguised one. Offsets in UTF-16 code units of the original text. */
export interface TermMatch {
  readonly termId: string;
  readonly start: number;
  readonly end: number;
  /** The other parts of a multi-part term, as written in the texts. */
  readonly otherParts?: readonly string[];
}

/** Compiled lists: search a text in one pass, however many terms there are. */
export interface TermMatcher {
  /** @param beside other texts in which parts of a multi-part term count */
  find(text: string, beside?: readonly string[]): readonly TermMatch[];
}

export interface TermToFind {
  readonly id: string;
  readonly text: string;
}

/** Port: compiles lists. The adapter uses the word filter, which use cases can't import. */
export abstract class TermMatcherFactory {
  /** Blocks the event loop, for about a second with the maximum number of terms. */
  abstract make(terms: readonly TermToFind[], allowed: readonly string[]): TermMatcher;
  /** Yields to the event loop between slices. */
  abstract makeInSlices(terms: readonly TermToFind[], allowed: readonly string[]): Promise<TermMatcher>;
  /** Whether a text has letters to search for. */
  abstract canFind(text: string): boolean;
  /** Whether a term matches only when several parts occur together. */
  abstract isOfParts(text: string): boolean;
}

/** Port: the lists that come with the word filter. */
export abstract class BuiltInTerms {
  abstract all(): readonly BlockedTerm[];
}
