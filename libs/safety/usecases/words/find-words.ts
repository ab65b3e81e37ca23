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

  /**
   * In the order of the texts, and in each of its own. Of prompts the field `negative` says what is not wanted.
   * @param before other words of the same picture, of which it is made, too
   */
  run(scope: WordScope, texts: Texts, before: readonly Texts[] = []): WordHit[] {
    const earlier = before.flatMap((each) => askedFor(scope, each)).map(([, text]) => text);
    const read = askedFor(scope, texts);
    return read.flatMap(([field, text]) => {
      const others = scope === 'prompts' ? read.filter(([other]) => isOfOnePicture(field, other)) : [];
      return this.in(scope, field, text, [...new Set([...others.map(([, other]) => other), ...earlier])]);
    });
  }

  private in(scope: WordScope, field: string, text: string, beside: readonly string[]): WordHit[] {
    const read = withoutIds(text);
    const found = this.live.find(read, beside.map(withoutIds));
    if (scope === 'names') found.push(...this.live.find(undecorated(read)));
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

const askedFor = (scope: WordScope, texts: Texts): [field: string, text: string][] =>
  Object.entries(texts).filter(
    ([field, text]) => text !== '' && !(scope === 'prompts' && field === 'negative' && !asksForSomething(text)),
  );

/** A negative prompt that is turned around asks for the same picture as the prompt. */
const isOfOnePicture = (field: string, other: string): boolean =>
  (field === 'prompt' && other === 'negative') || (field === 'negative' && other === 'prompt');
