export type Action = 'block' | 'replace' | 'flag' | 'allow';
export type Scope = 'prompts' | 'chat' | 'names' | 'titles';
export type Language = 'zh' | 'en' | 'any';
export type Category =
  | 'sexual'
  | 'minors'
  | 'violence'
  | 'selfharm'
  | 'hate'
  | 'harassment'
  | 'drugs'
  | 'weapons'
  | 'gambling'
  | 'fraud'
  | 'other';

/** A term that is listed on a new instance. */
export interface BuiltInTerm {
  readonly text: string;
  readonly category: Category;
  readonly language: Language;
  readonly action: Action;
  readonly scopes: readonly Scope[];
  /** A replacement to suggest; empty for none. */
  readonly proposal: string;
  readonly note: string;
}

export const EVERYWHERE: readonly Scope[] = ['prompts', 'chat', 'names', 'titles'];
/** For words that are acceptable in prompts. */
export const USER_TEXT: readonly Scope[] = ['chat', 'names', 'titles'];
export const PROMPTS: readonly Scope[] = ['prompts'];
export const PUBLIC_TEXT: readonly Scope[] = ['names', 'titles'];

export interface TermGroup {
  readonly category: Category;
  readonly action: Action;
  readonly scopes: readonly Scope[];
  readonly proposal?: string;
  readonly note?: string;
  /** Separated by commas. */
  readonly words: string;
}

/** Creates a term for each word. */
export const listed = (language: Language, groups: readonly TermGroup[]): BuiltInTerm[] =>
  groups.flatMap(({ words, proposal = '', note = '', ...same }) =>
    words
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((text) => ({ text, language, ...same, proposal, note })),
  );
