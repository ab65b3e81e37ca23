import { Injectable } from '@nestjs/common';
import type { PositionedTerm } from '../../domain/blocked-terms/term-list.js';
import { stripIds } from '../../domain/blocked-terms/strip-ids.js';
import { ListTerms } from './list-terms.js';
import { TermFilter } from './term-filter.js';

export interface FilterTestMatch {
  readonly start: number;
  readonly end: number;
  readonly matchedText: string;
  readonly term: PositionedTerm;
}

/** "Why was this refused?": by which words of the lists as they are now, wherever they hold. Nothing is kept of it. */
@Injectable()
export class TestFilter {
  constructor(
    private readonly live: TermFilter,
    private readonly list: ListTerms,
  ) {}

  async run(text: string): Promise<FilterTestMatch[]> {
    await this.live.refresh();
    const found = this.live.find(stripIds(text));
    const placed = this.list.placed(found.map(({ termId }) => termId));
    return found.flatMap(({ termId, start, end }) => {
      const term = placed.get(termId);
      return term ? [{ start, end, matchedText: text.slice(start, end), term }] : [];
    });
  }
}
