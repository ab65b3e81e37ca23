import { Injectable } from '@nestjs/common';
import { BUILT_IN_TERMS } from '@visionary/word-filter';
import type { BlockedTerm } from '../../domain/blocked-terms/blocked-term.js';
import { BuiltInTerms } from '../../domain/blocked-terms/terms.js';
import { termId } from '../../use-cases/blocked-terms/term-id.js';

let made: readonly BlockedTerm[] | undefined;

/** What comes with the word filter. It is no rows: a later version of the server brings other words, and keeps what users changed. */
@Injectable()
export class WordFilterBuiltInTerms extends BuiltInTerms {
  all(): readonly BlockedTerm[] {
    return (made ??= BUILT_IN_TERMS.map(({ proposal, ...term }) => ({
      ...term,
      suggestion: proposal,
      id: termId(term.text),
      byId: null,
      at: null,
    })));
  }
}
