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

/** A term as it comes with the server: where an instance begins. */
export interface BuiltInTerm {
  readonly text: string;
  readonly category: Category;
  readonly language: Language;
  readonly action: Action;
  readonly scopes: readonly Scope[];
  /** What to write in its place; empty where there is nothing to propose. */
  readonly proposal: string;
  readonly note: string;
}

export const EVERYWHERE: readonly Scope[] = ['prompts', 'chat', 'names', 'titles'];
/** What people say and call themselves; in a prompt it may be what a picture shows. */
export const USER_TEXT: readonly Scope[] = ['chat', 'names', 'titles'];
/** What a picture is asked for with. */
export const PROMPTS: readonly Scope[] = ['prompts'];
/** What stands over things for all to see. */
export const PUBLIC_TEXT: readonly Scope[] = ['names', 'titles'];

export interface Listed {
  readonly category: Category;
  readonly action: Action;
  readonly scopes: readonly Scope[];
  readonly proposal?: string;
  readonly note?: string;
  /** Parted by commas. */
  readonly words: string;
}

/** One term for each word. */
export const listed = (language: Language, groups: readonly Listed[]): BuiltInTerm[] =>
  groups.flatMap(({ words, proposal = '', note = '', ...same }) =>
    words
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((text) => ({ text, language, ...same, proposal, note })),
  );
