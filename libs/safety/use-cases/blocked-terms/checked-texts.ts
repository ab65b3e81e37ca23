import { Injectable } from '@nestjs/common';
import type { WordScope } from '../../domain/blocked-terms/blocked-term.js';
import type { WordHit } from '../../domain/blocked-terms/word-hit.js';
import { MatchTerms, type Texts } from './match-terms.js';
import { TermFilter } from './term-filter.js';

/** Texts whose answers are kept: those of a room ask the same at once. */
const KEPT = 500;

/** What would become of texts that are being written. The same text is looked through once, whoever asks. */
@Injectable()
export class CheckedTexts {
  private readonly kept = new Map<string, readonly WordHit[]>();

  constructor(
    private readonly find: MatchTerms,
    live: TermFilter,
  ) {
    live.onChange(() => this.kept.clear());
  }

  /** In the order of the texts. @param atMost hits */
  run(scope: WordScope, texts: Texts, atMost: number): WordHit[] {
    return Object.entries(texts)
      .flatMap(([field, text]) => this.of(scope, field, text))
      .slice(0, atMost);
  }

  private of(scope: WordScope, field: string, text: string): readonly WordHit[] {
    const key = JSON.stringify([scope, field, text]);
    const known = this.kept.get(key);
    if (known) return known;
    // What is only looked at is nobody's business but theirs who look.
    const hits = this.find.run(scope, { [field]: text }).filter(({ action }) => action !== 'flag');
    const [oldest] = this.kept.keys();
    if (this.kept.size >= KEPT && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key, hits);
    return hits;
  }
}
