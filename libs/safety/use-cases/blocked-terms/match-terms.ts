import { Injectable } from '@nestjs/common';
import type { TermMatch, TermScope } from '@visionary/contract';
import { LRUCache } from 'lru-cache';
import { hasNegativeWeight, stripDecoration, stripIds } from '../../domain/blocked-terms/searched-text.js';
import { actionIn, dropNestedMatches } from '../../domain/blocked-terms/term-matches.js';
import { FairQueue } from './fair-queue.js';
import { TermFilter } from './term-filter.js';

export type Texts = Readonly<Record<string, string>>;

/** Members of a room check the same texts at about the same time. */
const CACHE_SIZE = 500;

/** Finds listed terms in texts, with the action that applies to them. */
@Injectable()
export class MatchTerms {
  private readonly cache = new LRUCache<string, readonly TermMatch[]>({ max: CACHE_SIZE });
  private readonly previews = new FairQueue();

  constructor(private readonly filter: TermFilter) {
    filter.onChange(() => this.cache.clear());
  }

  /**
   * Returns hits in the order of the texts. In prompts, the field `negative` is the negative prompt.
   * @param before earlier texts of the same image, in which parts of multi-part terms count
   */
  run(scope: TermScope, texts: Texts, before: readonly Texts[] = []): TermMatch[] {
    const earlier = before.flatMap((earlierTexts) => searchedTexts(scope, earlierTexts)).map(([, text]) => text);
    const searched = searchedTexts(scope, texts);
    return searched.flatMap(([field, text]) => {
      const others = scope === 'prompts' ? searched.filter(([other]) => areOfOneImage(field, other)) : [];
      return this.search(scope, field, text, [...new Set([...others.map(([, other]) => other), ...earlier])]);
    });
  }

  /**
   * Checks texts while they are written, with a cache. Anyone may ask for it, so owners take turns. Omits flagged terms, which only
   * moderators see.
   * @param owner key of the user, or of the visitors of an address
   * @throws Rejection RATE_LIMITED { retryAfterSeconds }
   */
  async preview(scope: TermScope, texts: Texts, maxHits: number, owner: string): Promise<TermMatch[]> {
    const hits = await Promise.all(
      Object.entries(texts).map(([field, text]) =>
        this.previews.run(owner, () => this.matchCached(scope, field, text)),
      ),
    );
    return hits.flat().slice(0, maxHits);
  }

  private matchCached(scope: TermScope, field: string, text: string): readonly TermMatch[] {
    const key = JSON.stringify([scope, field, text]);
    const cachedHits = this.cache.get(key);
    if (cachedHits) return cachedHits;
    const hits = this.run(scope, { [field]: text }).filter(({ action }) => action !== 'flag');
    this.cache.set(key, hits);
    return hits;
  }

  private search(scope: TermScope, field: string, text: string, otherTexts: readonly string[]): TermMatch[] {
    const searched = stripIds(text);
    const found = this.filter.find(searched, otherTexts.map(stripIds));
    if (scope === 'names') found.push(...this.filter.find(stripDecoration(searched)));
    const hits = found.flatMap(({ term, start, end, otherParts }): TermMatch[] => {
      if (!term.scopes.includes(scope)) return [];
      return [
        {
          field,
          start,
          end,
          matchedText: text.slice(start, end),
          ...(otherParts && { otherParts: otherParts.join(' + ') }),
          term: term.text,
          category: term.category,
          action: actionIn(scope, term.action),
          ...(term.suggestion !== '' && { suggestion: term.suggestion }),
        },
      ];
    });
    return dropNestedMatches(hits);
  }
}

const searchedTexts = (scope: TermScope, texts: Texts): [field: string, text: string][] =>
  Object.entries(texts).filter(
    ([field, text]) => text !== '' && !(scope === 'prompts' && field === 'negative' && !hasNegativeWeight(text)),
  );

/** A searched negative prompt asks for the same image as the prompt. */
const areOfOneImage = (field: string, other: string): boolean =>
  (field === 'prompt' && other === 'negative') || (field === 'negative' && other === 'prompt');
