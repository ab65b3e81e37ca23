/** Where a text holds a term, however disguised; offsets in UTF-16 code units as it was typed. */
export interface TermMatch {
  readonly termId: string;
  readonly start: number;
  readonly end: number;
  /** What stands elsewhere in the text without which it would be none, as it was typed. */
  readonly beside?: readonly string[];
}

/** Lists made ready: looks through a text in one pass, however long they are. */
export interface TermMatcher {
  /** @param beside other texts of what it describes: of several words that are refused together one stands there */
  find(text: string, beside?: readonly string[]): readonly TermMatch[];
}

export interface TermToFind {
  readonly id: string;
  readonly text: string;
}

/** Port: makes lists ready. */
export abstract class TermMatcherFactory {
  /** Nothing else is done meanwhile: a moment where they are short, a second where they are as long as they may be. */
  abstract make(terms: readonly TermToFind[], allowed: readonly string[]): TermMatcher;
  /** Others have their turn again and again. */
  abstract makeInSlices(terms: readonly TermToFind[], allowed: readonly string[]): Promise<TermMatcher>;
  /** Whether a word has anything to be found by. */
  abstract canFind(text: string): boolean;
  /** Whether it is found only where several words stand in one text. */
  abstract isOfParts(text: string): boolean;
}
