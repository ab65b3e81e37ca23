import { Injectable } from '@nestjs/common';
import { canBeFound, isMultiPart, WordFilter } from '@visionary/word-filter';
import { type TermMatcher, TermMatcherFactory, type TermToFind } from '../../domain/blocked-terms/term-matcher.js';

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
