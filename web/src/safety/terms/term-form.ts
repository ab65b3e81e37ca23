import type { NewTerm, TermView } from '@visionary/contract';
import { WORD_SCOPES } from '@visionary/contract';

/** What is written about a word before it is on the lists. */
export type TermForm = { -readonly [K in keyof NewTerm]: NewTerm[K] };

export const formOf = (term: TermView | null): TermForm =>
  term
    ? {
        ...{ text: term.text, category: term.category, language: term.language, action: term.action },
        ...{ scopes: [...term.scopes], proposal: term.proposal, note: term.note },
      }
    : {
        ...{ text: '', category: 'other', language: 'any', action: 'refuse' },
        ...{ scopes: [...WORD_SCOPES], proposal: '', note: '' },
      };
