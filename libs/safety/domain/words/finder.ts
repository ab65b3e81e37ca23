/** Where a text holds a term, however disguised; offsets in UTF-16 code units as it was typed. */
export interface Found {
  readonly termId: string;
  readonly start: number;
  readonly end: number;
  readonly typed: string;
}

/** Lists made ready: looks through a text once, whatever its length and theirs. */
export interface Finder {
  find(text: string): readonly Found[];
}

/** Port: makes lists ready. Takes a moment where they are long. */
export abstract class Finders {
  abstract make(terms: readonly { readonly id: string; readonly text: string }[], allowed: readonly string[]): Finder;
}
