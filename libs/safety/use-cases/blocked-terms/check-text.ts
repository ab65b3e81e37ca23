import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Subject } from '../../domain/cases/subject.js';
import type { WordScope } from '../../domain/blocked-terms/blocked-term.js';
import { maskMatches, type WordHit } from '../../domain/blocked-terms/word-hit.js';
import { OpenCase } from '../cases/open-case.js';
import { MatchTerms, type Texts } from './match-terms.js';

/**
 * Within the transaction that keeps words, once what they are in can be found: those who moderate hear of words to be looked
 * at, where there are some.
 */
export type ReportFlagged = (subject: Subject) => Promise<void>;

/** Texts that may be kept. */
export interface CheckedText<T extends Texts> {
  /** As they may be kept: words that are not to be read have stars in their place. */
  readonly texts: T;
  readonly flag: ReportFlagged;
}

/** So many are told of one refusal. */
const TOLD_AT_MOST = 20;

/** What may be kept of what users write. Asked at the root of everything that keeps words, before they are kept. */
@Injectable()
export class CheckText {
  constructor(
    private readonly find: MatchTerms,
    private readonly openCase: OpenCase,
  ) {}

  /**
   * @param before other words of the same image, kept already
   * @throws Rejection SAFETY_BLOCKED_TERMS { hits } where one of them must not be kept; then none is
   */
  async run<T extends Texts>(scope: WordScope, texts: T, before: readonly Texts[] = []): Promise<CheckedText<T>> {
    return this.of(texts, this.find.run(scope, texts, before));
  }

  /** As `run`, for what is kept together and written for different places. The fields of all have different names. */
  async all<T extends Texts>(parts: Readonly<Partial<Record<WordScope, Partial<T>>>>): Promise<CheckedText<T>> {
    const written = Object.entries(parts) as [WordScope, Texts][];
    const hits = written.flatMap(([scope, texts]) => this.find.run(scope, texts));
    return this.of(Object.assign({}, ...written.map(([, texts]) => texts)) as T, hits);
  }

  private of<T extends Texts>(texts: T, hits: readonly WordHit[]): CheckedText<T> {
    const refused = hits.filter(({ action }) => action === 'block');
    if (refused.length > 0) {
      throw new Rejection('SAFETY_BLOCKED_TERMS', { hits: refused.slice(0, TOLD_AT_MOST).map((hit) => ({ ...hit })) });
    }
    const hidden = Map.groupBy(
      hits.filter(({ action }) => action === 'replace'),
      ({ field }) => field,
    );
    const kept = Object.entries(texts).map(([field, text]) => [field, maskMatches(text, hidden.get(field) ?? [])]);
    const flagged = hits.filter(({ action }) => action === 'flag');
    return { texts: Object.fromEntries(kept) as T, flag: (subject) => this.tell(subject, flagged) };
  }

  private async tell(subject: Subject, flagged: readonly WordHit[]): Promise<void> {
    if (flagged.length === 0) return;
    const words = [...new Set(flagged.map(({ matchedText }) => matchedText))].join(', ');
    const categories = [...new Set(flagged.map(({ category }) => category))].join(', ');
    await this.openCase.run({ by: 'system', subject, reason: 'blockedTerms', detail: { words, categories } });
  }
}
