import { Injectable } from '@nestjs/common';
import { type TermMatcher, TermMatcherFactory, type TermMatch } from '../../domain/blocked-terms/term-matcher.js';
import type { BlockedTerm } from '../../domain/blocked-terms/blocked-term.js';
import { TermList } from '../../domain/blocked-terms/term-list.js';
import { BuiltInTerms, Terms } from '../../domain/blocked-terms/terms.js';

/** Changes of one moment are made ready together. */
const TOGETHER_MS = 30;

export interface FoundTerm extends TermMatch {
  readonly listed: BlockedTerm;
}

/** The lists as this node knows them, ready to look through texts with. */
@Injectable()
export class TermFilter {
  private made: TermList | undefined;
  private finder: TermMatcher | undefined;
  /** What texts are looked through with is older than the lists. */
  private isOld = false;
  private isWanted = false;
  /** What is being made ready, and what will be once that is done: it has the changes that came meanwhile. */
  private making: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly terms: Terms,
    private readonly starters: BuiltInTerms,
    private readonly termMatcherFactory: TermMatcherFactory,
  ) {}

  get shelf(): TermList {
    return (this.made ??= new TermList(this.starters.all()));
  }

  /** Called whenever texts are looked through with other lists than before. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Listed words in a text, in its order; of several that are refused together others may stand beside it. While other lists are made ready, by those before. */
  find(text: string, beside: readonly string[] = []): FoundTerm[] {
    this.finder ??= this.termMatcherFactory.make(...this.sought());
    return this.finder.find(text, beside).flatMap((found) => {
      const listed = this.shelf.byId(found.termId);
      return listed && listed.action !== 'allow' ? [{ ...found, listed }] : [];
    });
  }

  /** Reads what was changed, on any node; also within a transaction. */
  async read(): Promise<void> {
    const changed = await this.terms.since(this.shelf.version);
    if (this.shelf.apply(changed)) this.isOld = true;
  }

  /** As `read`, never within a transaction. @returns once texts are looked through with it */
  async refresh(): Promise<void> {
    await this.read();
    if (this.isOld) this.next ??= this.makeNext();
    await (this.next ?? this.making);
  }

  /** So that whoever asks first does not wait for long lists, and nobody else with them. */
  async prepare(): Promise<void> {
    this.isOld = this.isWanted = true;
    await this.refresh();
  }

  private async makeNext(): Promise<void> {
    await this.making?.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
    this.making = this.make();
    this.next = null;
    await this.making;
  }

  private async make(): Promise<void> {
    this.isOld = false;
    try {
      // Where nobody has looked through anything yet, there is nothing to make anew.
      if (this.finder || this.isWanted) this.finder = await this.termMatcherFactory.makeInSlices(...this.sought());
    } catch (error) {
      this.isOld = true;
      throw error;
    } finally {
      this.making = null;
    }
    for (const listener of this.listeners) listener();
  }

  private sought(): [looked: BlockedTerm[], allowed: string[]] {
    const [looked, allowed]: [BlockedTerm[], string[]] = [[], []];
    for (const term of this.shelf.each()) {
      if (term.action === 'allow') allowed.push(term.text);
      else looked.push(term);
    }
    return [looked, allowed];
  }
}
