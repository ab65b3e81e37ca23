/** What is looked for. */
export interface Term {
  readonly id: string;
  /** As it was listed: a word or a phrase, in any script, or several in parts, see together/parts.ts. */
  readonly text: string;
}

/** Where a text holds a term, however disguised. Offsets count UTF-16 code units of the text as it was typed. */
export interface TermMatch {
  readonly termId: string;
  readonly start: number;
  /** Behind its last. */
  readonly end: number;
  /** The text from `start` to `end`. */
  readonly matchedText: string;
  /** What stands elsewhere in the text without which it would be none, as it was typed. */
  readonly otherParts?: readonly string[];
}
