/** Where a text holds a term, however disguised; offsets in UTF-16 code units as it was typed. */
export interface Found {
  readonly termId: string;
  readonly start: number;
  readonly end: number;
}

/** Lists made ready: looks through a text in one pass, however long they are. */
export interface Finder {
  find(text: string): readonly Found[];
}

export interface Sought {
  readonly id: string;
  readonly text: string;
}

/** Port: makes lists ready. Takes a moment where they are long. */
export abstract class Finders {
  abstract make(terms: readonly Sought[], allowed: readonly string[]): Finder;
  /** Whether a word has anything to be found by. */
  abstract canFind(text: string): boolean;
}
