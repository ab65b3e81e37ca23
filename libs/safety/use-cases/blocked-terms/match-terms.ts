import { Injectable } from '@nestjs/common';
import type { WordScope } from '../../domain/blocked-terms/blocked-term.js';
import { hasNegativeWeight } from '../../domain/blocked-terms/negative-prompt.js';
import { stripDecoration, stripIds } from '../../domain/blocked-terms/strip-ids.js';
import { actionIn, dropNestedMatches, type WordHit } from '../../domain/blocked-terms/word-hit.js';
import { TermFilter } from './term-filter.js';

export type Texts = Readonly<Record<string, string>>;

/** Finds listed words in texts, and what would become of them. */
@Injectable()
export class MatchTerms {
  constructor(private readonly live: TermFilter) {}

  /**
   * In the order of the texts, and in each of its own. Of prompts the field `negative` says what is not wanted.
   * @param before other words of the same image, of which it is made, too
   */
  run(scope: WordScope, texts: Texts, before: readonly Texts[] = []): WordHit[] {
    const earlier = before.flatMap((each) => askedFor(scope, each)).map(([, text]) => text);
    const read = askedFor(scope, texts);
    return read.flatMap(([field, text]) => {
      const others = scope === 'prompts' ? read.filter(([other]) => isOfOneImage(field, other)) : [];
      return this.in(scope, field, text, [...new Set([...others.map(([, other]) => other), ...earlier])]);
    });
  }

  private in(scope: WordScope, field: string, text: string, beside: readonly string[]): WordHit[] {
    const read = stripIds(text);
    const found = this.live.find(read, beside.map(stripIds));
    if (scope === 'names') found.push(...this.live.find(stripDecoration(read)));
    const hits = found.flatMap(({ listed, start, end, beside }): WordHit[] => {
      if (!listed.scopes.includes(scope)) return [];
      const { text: term, category, suggestion } = listed;
      const hit = {
        field,
        start,
        end,
        matchedText: text.slice(start, end),
        ...(beside && { otherParts: beside.join(' + ') }),
        term,
        category,
      };
      return [{ ...hit, action: actionIn(scope, listed.action), ...(suggestion !== '' && { suggestion }) }];
    });
    return dropNestedMatches(hits);
  }
}

const askedFor = (scope: WordScope, texts: Texts): [field: string, text: string][] =>
  Object.entries(texts).filter(
    ([field, text]) => text !== '' && !(scope === 'prompts' && field === 'negative' && !hasNegativeWeight(text)),
  );

/** A negative prompt that is turned around asks for the same image as the prompt. */
const isOfOneImage = (field: string, other: string): boolean =>
  (field === 'prompt' && other === 'negative') || (field === 'negative' && other === 'prompt');
