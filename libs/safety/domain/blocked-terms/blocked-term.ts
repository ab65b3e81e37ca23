/** What happens to a text that holds it; `allow`: it is let through, also where another listed word is part of it. */
export type TermAction = 'block' | 'replace' | 'flag' | 'allow';
export type WordScope = 'prompts' | 'chat' | 'names' | 'titles';
export type TermLanguage = 'zh' | 'en' | 'any';
export type TermCategory =
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
  | 'politics'
  | 'other';

const SCOPES: readonly WordScope[] = ['prompts', 'chat', 'names', 'titles'];

/** What is said of a word on the lists. */
export interface TermFields {
  readonly text: string;
  readonly category: TermCategory;
  readonly language: TermLanguage;
  readonly action: TermAction;
  readonly scopes: readonly WordScope[];
  /** What to write in its place; empty where there is nothing to propose. */
  readonly suggestion: string;
  /** For those who look after the list. */
  readonly note: string;
}

export interface BlockedTerm extends TermFields {
  /** Follows from its key, so that one word is one term, on every node and in every file. */
  readonly id: string;
  /** Who wrote it as it is; null: it came with the server. */
  readonly byId: string | null;
  readonly at: number | null;
}

/** A term as somebody left it. One that was removed stays known: what came with the server does not come back by itself. */
export interface TermChange extends BlockedTerm {
  readonly isRemoved: boolean;
}

const sorted = (text: string, sign: string): string => text.split(` ${sign} `).sort().join(` ${sign} `);

/** Words that differ only in case, width or space are one, and those of several parts in the order of these. */
export const keyOf = (text: string): string => {
  const key = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
  if (!/[+|]/u.test(key)) return key;
  return sorted(
    key
      .split(' + ')
      .map((part) => sorted(part, '|'))
      .join(' + '),
    '+',
  );
};

/** What is let through is so wherever it stands. */
const scopesOf = ({ action, scopes }: Pick<TermFields, 'action' | 'scopes'>): readonly WordScope[] =>
  action === 'allow' ? SCOPES : SCOPES.filter((scope) => scopes.includes(scope));

/** All lists together: looking through a text stays quick, and making them ready takes a moment. */
export const LISTED_AT_MOST = 100_000;

/** As it is kept. */
export const normalizeTerm = (fields: TermFields): TermFields => {
  const { text, category, language, action, suggestion, note } = fields;
  const said = { text: text.trim(), category, language, action, suggestion: suggestion.trim(), note: note.trim() };
  return { ...said, scopes: scopesOf(fields) };
};

const saidOf = (term: TermFields): string =>
  JSON.stringify([term.text, term.category, term.language, term.action, scopesOf(term), term.suggestion, term.note]);
/** Whether there is nothing to change. */
export const isUnchanged = (a: TermFields, b: TermFields): boolean => saidOf(a) === saidOf(b);
