import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import type { ChangedTerm } from '../../domain/words/listed-term.js';
import type { TermShelf } from '../../domain/words/term-shelf.js';
import { Terms, TermsChanged } from '../../domain/words/terms.js';
import { LiveWords } from './live-words.js';

/** The lists as they are in this turn, which nobody else changes, and how to change them. */
export interface Turn {
  readonly shelf: TermShelf;
  put(terms: readonly ChangedTerm[]): Promise<void>;
}

/** Changes the lists, on every node: one change after the other. */
@Injectable()
export class TermTurn {
  constructor(
    private readonly terms: Terms,
    private readonly live: LiveWords,
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
      this.unitOfWork.announce(new TermsChanged());
      const put = (terms: readonly ChangedTerm[]) => this.terms.save(terms.map((term) => ({ ...term, version })));
      return work({ shelf: this.live.shelf, put });
    });
  }

  /** @returns once this node looks through texts with what was changed */
  hold(): Promise<void> {
    return this.live.refresh();
  }
}
