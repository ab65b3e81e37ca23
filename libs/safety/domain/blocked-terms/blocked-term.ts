import { type CreateBlockedTerm, TERM_SCOPES, type TermScope, type TermTopic } from '@visionary/contract';

/** The fields of a term, as admins write them. */
export type TermFields = Readonly<Omit<CreateBlockedTerm, 'scopes'>> & { readonly scopes: readonly TermScope[] };

export interface BlockedTerm extends TermFields {
  /** Derived from the key of the text, so a term has the same id on every node and in every file. */
  readonly id: string;
  /** Null for built-in terms. */
  readonly byId: string | null;
  readonly at: number | null;
}

/** A built-in term. */
export type ListedTerm = BlockedTerm & { readonly topic?: TermTopic | undefined };

/** Whether a list that watches prompts is on, since a version of the lists. */
export interface TopicState {
  readonly topic: TermTopic;
  readonly isOn: boolean;
  readonly byId: string;
  readonly at: number;
  readonly version: number;
}

/** A term that an admin added, changed or removed. Removed terms are kept, so that a built-in term stays removed. */
export interface TermChange extends BlockedTerm {
  readonly isRemoved: boolean;
}

export type VersionedTerm = TermChange & { readonly version: number };

/** Published inside a transaction that changes the lists. */
export class BlockedTermsChanged {}

/** Bounds the time to compile the lists. */
export const MAX_TERMS = 100_000;

const sortParts = (text: string, separator: string): string =>
  text.split(` ${separator} `).sort().join(` ${separator} `);

/** Equal for texts that differ only in case, width, spaces, or the order of their parts. */
export const keyOf = (text: string): string => {
  const key = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
  if (!/[+|]/u.test(key)) return key;
  return sortParts(
    key
      .split(' + ')
      .map((part) => sortParts(part, '|'))
      .join(' + '),
    '+',
  );
};

/** Allowed terms apply in all scopes. */
const scopesOf = ({ action, scopes }: Pick<TermFields, 'action' | 'scopes'>): readonly TermScope[] =>
  action === 'allow' ? TERM_SCOPES : TERM_SCOPES.filter((scope) => scopes.includes(scope));

/** Trims texts and orders scopes before a term is stored. */
export const normalizeTerm = (fields: TermFields): TermFields => {
  const { text, category, language, action, suggestion, note } = fields;
  return {
    text: text.trim(),
    category,
    language,
    action,
    suggestion: suggestion.trim(),
    note: note.trim(),
    scopes: scopesOf(fields),
  };
};

const serialize = (term: TermFields): string =>
  JSON.stringify([term.text, term.category, term.language, term.action, scopesOf(term), term.suggestion, term.note]);

export const isUnchanged = (a: TermFields, b: TermFields): boolean => serialize(a) === serialize(b);
