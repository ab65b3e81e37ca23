import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Subject } from '../../domain/cases/subject.js';
import type { WordScope } from '../../domain/words/listed-term.js';
import { starred, type WordHit } from '../../domain/words/word-hit.js';
import { OpenCase } from '../cases/open-case.js';
import { FindWords, type Texts } from './find-words.js';

/**
 * Within the transaction that keeps words, once what they are in can be found: those who moderate hear of words to be looked
 * at, where there are some.
 */
export type FlagWords = (subject: Subject) => Promise<void>;

/** Texts that may be kept. */
export interface CheckedWords<T extends Texts> {
  /** As they may be kept: words that are not to be read have stars in their place. */
  readonly texts: T;
  readonly flag: FlagWords;
}

/** So many are told of one refusal. */
const TOLD_AT_MOST = 20;

/** What may be kept of what people write. Asked at the root of everything that keeps words, before they are kept. */
@Injectable()
export class CheckWords {
  constructor(
    private readonly find: FindWords,
    private readonly openCase: OpenCase,
  ) {}

  /**
   * @param before other words of the same picture, kept already
   * @throws Rejection SAFETY_WORDS { hits } where one of them must not be kept; then none is
   */
  async run<T extends Texts>(scope: WordScope, texts: T, before: readonly Texts[] = []): Promise<CheckedWords<T>> {
    return this.of(texts, this.find.run(scope, texts, before));
  }

  /** As `run`, for what is kept together and written for different places. The fields of all have different names. */
  async all<T extends Texts>(parts: Readonly<Partial<Record<WordScope, Partial<T>>>>): Promise<CheckedWords<T>> {
    const written = Object.entries(parts) as [WordScope, Texts][];
    const hits = written.flatMap(([scope, texts]) => this.find.run(scope, texts));
    return this.of(Object.assign({}, ...written.map(([, texts]) => texts)) as T, hits);
  }

  private of<T extends Texts>(texts: T, hits: readonly WordHit[]): CheckedWords<T> {
    const refused = hits.filter(({ action }) => action === 'refuse');
    if (refused.length > 0) {
      throw new Rejection('SAFETY_WORDS', { hits: refused.slice(0, TOLD_AT_MOST).map((hit) => ({ ...hit })) });
    }
    const hidden = Map.groupBy(
      hits.filter(({ action }) => action === 'replace'),
      ({ field }) => field,
    );
    const kept = Object.entries(texts).map(([field, text]) => [field, starred(text, hidden.get(field) ?? [])]);
    const flagged = hits.filter(({ action }) => action === 'flag');
    return { texts: Object.fromEntries(kept) as T, flag: (subject) => this.tell(subject, flagged) };
  }

  private async tell(subject: Subject, flagged: readonly WordHit[]): Promise<void> {
    if (flagged.length === 0) return;
    const words = [...new Set(flagged.map(({ typed }) => typed))].join(', ');
    const categories = [...new Set(flagged.map(({ category }) => category))].join(', ');
    await this.openCase.run({ by: 'system', subject, reason: 'words', detail: { words, categories } });
  }
}
