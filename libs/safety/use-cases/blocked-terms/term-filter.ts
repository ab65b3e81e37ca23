import { Injectable } from '@nestjs/common';
import type { BlockedTerm, ListedTerm } from '../../domain/blocked-terms/blocked-term.js';
import { TermList } from '../../domain/blocked-terms/term-list.js';
import { BUILT_IN_TERMS, type TermMatch, WordFilter } from '@visionary/word-filter';
import { Terms } from '../../storage/blocked-terms/terms.js';
import { termId } from './term-id.js';

/** Collects changes before the lists are compiled again. */
const DEBOUNCE_MS = 30;

let builtIn: readonly ListedTerm[] | undefined;

/** Built-in terms aren't rows: a later release ships other terms and keeps what admins changed. */
const builtInTerms = (): readonly ListedTerm[] =>
  (builtIn ??= BUILT_IN_TERMS.map((term) => ({ ...term, id: termId(term.text), byId: null, at: null })));

/** Compiled once for a process: without changes of admins, the lists are the built-in ones. */
let builtInFilter: WordFilter | undefined;

export interface FoundTerm extends TermMatch {
  readonly term: BlockedTerm;
}

/** This node's copy of the lists, compiled for searching. */
@Injectable()
export class TermFilter {
  private terms: TermList | undefined;
  private matcher: WordFilter | undefined;
  /** The matcher is older than the lists. */
  private isStale = false;
  private isPrepared = false;
  /** The compilation in progress, and the one after it, which includes later changes. */
  private compiling: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly stored: Terms) {}

  get list(): TermList {
    return (this.terms ??= new TermList(builtInTerms()));
  }

  /** Calls the listener after the matcher was replaced. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * Finds listed terms in a text, in its order. Uses the previous matcher while a new one is compiled.
   * @param otherTexts other texts in which parts of a multi-part term count
   */
  find(text: string, otherTexts: readonly string[] = []): FoundTerm[] {
    this.matcher ??= this.isBuiltIn
      ? (builtInFilter ??= new WordFilter(...this.partition()))
      : new WordFilter(...this.partition());
    return this.matcher.find(text, otherTexts).flatMap((found) => {
      const term = this.list.byId(found.termId);
      return term && term.action !== 'allow' && this.list.isInForce(term.id) ? [{ ...found, term }] : [];
    });
  }

  /** Compiles the built-in lists in slices before the first search, which would block the event loop. */
  async warmUp(): Promise<void> {
    if (this.isBuiltIn) builtInFilter ??= await WordFilter.inSlices(...this.partition());
  }

  /** Reads changes from the database, also inside a transaction. */
  async read(): Promise<void> {
    const { version } = this.list;
    const [changed, topics] = [await this.stored.since(version), await this.stored.topicsSince(version)];
    const haveTopicsChanged = this.list.applyTopics(topics);
    if (this.list.apply(changed) || haveTopicsChanged) this.isStale = true;
  }

  /** Reads changes and waits until they are compiled. Never call it inside a transaction. */
  async refresh(): Promise<void> {
    await this.read();
    if (this.isStale) this.next ??= this.compileNext();
    await (this.next ?? this.compiling);
  }

  /** Compiles changed lists before the first search. */
  async prepare(): Promise<void> {
    this.isStale = this.isPrepared = true;
    await this.refresh();
  }

  private get isBuiltIn(): boolean {
    return this.list.version === 0;
  }

  private async compileNext(): Promise<void> {
    await this.compiling?.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, DEBOUNCE_MS));
    this.compiling = this.compile();
    this.next = null;
    await this.compiling;
  }

  private async compile(): Promise<void> {
    this.isStale = false;
    try {
      // Without a search so far, the first one compiles the lists.
      if (this.matcher || this.isPrepared) this.matcher = await WordFilter.inSlices(...this.partition());
    } catch (error) {
      this.isStale = true;
      throw error;
    } finally {
      this.compiling = null;
    }
    for (const listener of this.listeners) listener();
  }

  private partition(): [searched: BlockedTerm[], allowed: string[]] {
    const [searched, allowed]: [BlockedTerm[], string[]] = [[], []];
    for (const term of this.list.each()) {
      if (term.action === 'allow') allowed.push(term.text);
      else if (this.list.isInForce(term.id)) searched.push(term);
    }
    return [searched, allowed];
  }
}
