import { Injectable } from '@nestjs/common';
import { canBeFound, isOfParts, WordFilter } from '@visionary/wordfilter';
import { type Finder, Finders, type Sought } from '../../domain/words/finder.js';

@Injectable()
export class ListedFinders extends Finders {
  make(terms: readonly Sought[], allowed: readonly string[]): Finder {
    return new WordFilter(terms, allowed);
  }

  makeInSlices(terms: readonly Sought[], allowed: readonly string[]): Promise<Finder> {
    return WordFilter.inSlices(terms, allowed);
  }

  canFind(text: string): boolean {
    return canBeFound(text);
  }

  isOfParts(text: string): boolean {
    return isOfParts(text);
  }
}
