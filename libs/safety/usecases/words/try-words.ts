import { Injectable } from '@nestjs/common';
import type { PlacedTerm } from '../../domain/words/term-shelf.js';
import { withoutIds } from '../../domain/words/unread-parts.js';
import { ListTerms } from './list-terms.js';
import { LiveWords } from './live-words.js';

export interface TriedWord {
  readonly start: number;
  readonly end: number;
  readonly typed: string;
  readonly term: PlacedTerm;
}

/** "Why was this refused?": by which words of the lists as they are now, wherever they hold. Nothing is kept of it. */
@Injectable()
export class TryWords {
  constructor(
    private readonly live: LiveWords,
    private readonly list: ListTerms,
  ) {}

  async run(text: string): Promise<TriedWord[]> {
    await this.live.refresh();
    const found = this.live.find(withoutIds(text));
    const placed = this.list.placed(found.map(({ termId }) => termId));
    return found.flatMap(({ termId, start, end }) => {
      const term = placed.get(termId);
      return term ? [{ start, end, typed: text.slice(start, end), term }] : [];
    });
  }
}
