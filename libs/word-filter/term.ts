export interface Term {
  readonly id: string;
  /** A word or phrase in any script, or several parts; see multi-part-terms/parts.ts. */
  readonly text: string;
}

/** Where a text contains a term, also a disguised one. Offsets in UTF-16 code units of the original text. */
export interface TermMatch {
  readonly termId: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** The text from `start` to `end`. */
  readonly matchedText: string;
  /** The other parts of a multi-part term, as written. */
  readonly otherParts?: readonly string[];
}
