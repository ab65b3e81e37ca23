import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { WordScope } from '../../domain/words/listed-term.js';
import { starred, type WordHit } from '../../domain/words/word-hit.js';
import { FindWords, type Texts } from './find-words.js';

/** What listed words were found in: `kind` as moderators know it, such as `message`. */
export interface WordsSubject {
  readonly kind: string;
  readonly id: string;
}

/** Texts that may be kept. */
export interface CheckedWords<T extends Texts> {
  /** As they may be kept: words that are not to be read have stars in their place. */
  readonly texts: T;
  /** Those with stars, for whoever wrote them. */
  readonly starred: readonly WordHit[];
  /** Within the transaction that keeps the texts, where they have an id: moderators hear of words to be looked at. */
  flag(subject: WordsSubject): Promise<void>;
}

/** So many are told of one refusal. */
const TOLD_AT_MOST = 20;

/** What may be kept of what people write. Asked at the root of everything that keeps words, before they are kept. */
@Injectable()
export class CheckWords {
  constructor(private readonly find: FindWords) {}

  /** @throws Rejection SAFETY_WORDS { hits } where one of them must not be kept */
  async run<T extends Texts>(scope: WordScope, texts: T): Promise<CheckedWords<T>> {
    const hits = this.find.run(scope, texts);
    const refused = hits.filter(({ action }) => action === 'refuse');
    if (refused.length > 0) {
      throw new Rejection('SAFETY_WORDS', { scope, hits: refused.slice(0, TOLD_AT_MOST).map((hit) => ({ ...hit })) });
    }
    const replaced = hits.filter(({ action }) => action === 'replace');
    const kept = Object.fromEntries(
      Object.entries(texts).map(([field, text]) => [
        field,
        starred(
          text,
          replaced.filter((hit) => hit.field === field),
        ),
      ]),
    );
    return { texts: kept as T, starred: replaced, flag: () => Promise.resolve() };
  }
}
