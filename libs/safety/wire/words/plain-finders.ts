import { Injectable } from '@nestjs/common';
import { type Finder, Finders, type Found } from '../../domain/words/finder.js';

/** Words as they are written, in any case. */
@Injectable()
export class PlainFinders extends Finders {
  make(terms: readonly { readonly id: string; readonly text: string }[]): Finder {
    const listed = terms.map(({ id, text }) => ({ id, text: text.toLowerCase() }));
    return {
      find(text: string): Found[] {
        const lower = text.toLowerCase();
        return listed.flatMap(({ id, text: word }) => {
          const start = lower.indexOf(word);
          const end = start + word.length;
          return start < 0 ? [] : [{ termId: id, start, end, typed: text.slice(start, end) }];
        });
      },
    };
  }
}
