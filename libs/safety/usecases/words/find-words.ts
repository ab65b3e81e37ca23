import { Injectable } from '@nestjs/common';
import type { WordScope } from '../../domain/words/listed-term.js';
import { asksForSomething } from '../../domain/words/negative-prompt.js';
import { undecorated, withoutIds } from '../../domain/words/unread-parts.js';
import { actionIn, withoutInner, type WordHit } from '../../domain/words/word-hit.js';
import { LiveWords } from './live-words.js';

export type Texts = Readonly<Record<string, string>>;

/** Finds listed words in texts, and what would become of them. */
@Injectable()
export class FindWords {
  constructor(private readonly live: LiveWords) {}

  /** In the order of the texts, and in each of its own. Of prompts the field `negative` says what is not wanted. */
  run(scope: WordScope, texts: Texts): WordHit[] {
    return Object.entries(texts).flatMap(([field, text]) => this.in(scope, field, text));
  }

  private in(scope: WordScope, field: string, text: string): WordHit[] {
    if (text === '' || (scope === 'prompts' && field === 'negative' && !asksForSomething(text))) return [];
    const read = withoutIds(text);
    const found =
      scope === 'names' ? [...this.live.find(read), ...this.live.find(undecorated(read))] : this.live.find(read);
    const hits = found.flatMap(({ listed, start, end, beside }): WordHit[] => {
      if (!listed.scopes.includes(scope)) return [];
      const { text: term, category, proposal } = listed;
      const hit = {
        field,
        start,
        end,
        typed: text.slice(start, end),
        ...(beside && { beside: beside.join(' + ') }),
        term,
        category,
      };
      return [{ ...hit, action: actionIn(scope, listed.action), ...(proposal !== '' && { proposal }) }];
    });
    return withoutInner(hits);
  }
}
