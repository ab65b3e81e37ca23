import type { CreateBlockedTerm, BlockedTermView } from '@visionary/contract';
import { TERM_SCOPES } from '@visionary/contract';

/** The form of a blocked term. */
export type TermForm = { -readonly [K in keyof CreateBlockedTerm]: CreateBlockedTerm[K] };

export const toTermForm = (term: BlockedTermView | null): TermForm =>
  term
    ? {
        ...{ text: term.text, category: term.category, language: term.language, action: term.action },
        ...{ scopes: [...term.scopes], suggestion: term.suggestion, note: term.note },
      }
    : {
        ...{ text: '', category: 'other', language: 'any', action: 'block' },
        ...{ scopes: [...TERM_SCOPES], suggestion: '', note: '' },
      };
