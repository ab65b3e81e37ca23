import { Injectable } from '@nestjs/common';
import { BUILT_IN_TERMS, canBeFound, isMultiPart, WordFilter } from '@visionary/word-filter';
import type { BlockedTerm } from '../../domain/blocked-terms/blocked-term.js';
import {
  BuiltInTerms,
  type TermMatcher,
  TermMatcherFactory,
  type TermToFind,
} from '../../domain/blocked-terms/term-matcher.js';
import { termId } from '../../use-cases/blocked-terms/term-id.js';

@Injectable()
export class WordFilterMatchers extends TermMatcherFactory {
  make(terms: readonly TermToFind[], allowed: readonly string[]): TermMatcher {
    return new WordFilter(terms, allowed);
  }

  makeInSlices(terms: readonly TermToFind[], allowed: readonly string[]): Promise<TermMatcher> {
    return WordFilter.inSlices(terms, allowed);
  }

  canFind(text: string): boolean {
    return canBeFound(text);
  }

  isOfParts(text: string): boolean {
    return isMultiPart(text);
  }
}

let builtInTerms: readonly BlockedTerm[] | undefined;

/** Built-in terms aren't rows: a later release ships other terms and keeps what admins changed. */
@Injectable()
export class WordFilterBuiltInTerms extends BuiltInTerms {
  all(): readonly BlockedTerm[] {
    return (builtInTerms ??= BUILT_IN_TERMS.map(({ proposal: suggestion, ...term }) => ({
      ...term,
      suggestion,
      id: termId(term.text),
      byId: null,
      at: null,
    })));
  }
}
