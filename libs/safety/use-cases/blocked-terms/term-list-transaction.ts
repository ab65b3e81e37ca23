import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import type { TermChange } from '../../domain/blocked-terms/blocked-term.js';
import type { TermList } from '../../domain/blocked-terms/term-list.js';
import { Terms, BlockedTermsChanged } from '../../domain/blocked-terms/terms.js';
import { TermFilter } from './term-filter.js';

/** The lists as they are in this turn, which nobody else changes, and how to change them. */
export interface Turn {
  readonly shelf: TermList;
  put(terms: readonly TermChange[]): Promise<void>;
}

/** Changes the lists, on every node: one change after the other. */
@Injectable()
export class TermListTransaction {
  constructor(
    private readonly terms: Terms,
    private readonly live: TermFilter,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns what `work` returns, once this node looks through texts with it. @throws what `work` throws, and nothing is changed */
  async run<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
    const result = await this.change(work);
    await this.hold();
    return result;
  }

  /** One of several turns: texts are looked through with all of them together. @throws as `run` */
  change<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async () => {
      const version = await this.terms.turn();
      await this.live.read();
      this.unitOfWork.publish(new BlockedTermsChanged());
      const put = (terms: readonly TermChange[]) => this.terms.save(terms.map((term) => ({ ...term, version })));
      return work({ shelf: this.live.shelf, put });
    });
  }

  /** @returns once this node looks through texts with what was changed */
  hold(): Promise<void> {
    return this.live.refresh();
  }
}
