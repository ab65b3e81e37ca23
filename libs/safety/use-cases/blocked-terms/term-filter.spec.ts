import { describe, expect, it } from '@jest/globals';
import type { BlockedTerm, VersionedTerm } from '../../domain/blocked-terms/blocked-term.js';
import {
  BuiltInTerms,
  type TermMatcher,
  TermMatcherFactory,
  type TermToFind,
} from '../../domain/blocked-terms/term-matcher.js';
import type { Terms } from '../../storage/blocked-terms/terms.js';
import { TermFilter } from './term-filter.js';

const term = (text: string): BlockedTerm => ({
  id: text,
  text,
  category: 'drugs',
  language: 'en',
  action: 'block',
  scopes: ['chat'],
  suggestion: '',
  note: '',
  byId: null,
  at: null,
});

class OneBuiltInTerm extends BuiltInTerms {
  all = () => [term('first')];
}
class StoredTerms {
  readonly rows: VersionedTerm[] = [];
  add = (text: string) => this.rows.push({ ...term(text), isRemoved: false, version: this.rows.length + 1 });
  since = (version: number) => Promise.resolve(this.rows.filter((row) => row.version > version));
}
/** Compilations that end when the test resolves them. */
class PausedMatchers extends TermMatcherFactory {
  readonly finish: (() => void)[] = [];
  private readonly started: (() => void)[] = [];
  make = (terms: readonly TermToFind[]): TermMatcher => ({
    find: (text) => terms.filter((each) => each.text === text).map(({ id }) => ({ termId: id, start: 0, end: 1 })),
  });
  canFind = () => true;
  isOfParts = () => false;
  makeInSlices(terms: readonly TermToFind[]): Promise<TermMatcher> {
    return new Promise((resolve) => {
      this.finish.push(() => resolve(this.make(terms)));
      this.started.shift()?.();
    });
  }
  nextStart = () => new Promise<void>((resolve) => this.started.push(resolve));
}

describe('TermFilter', () => {
  it('[S8] searches with the previous lists until new ones are compiled, when more changes arrive meanwhile', async () => {
    const stored = new StoredTerms();
    const matchers = new PausedMatchers();
    const filter = new TermFilter(stored as unknown as Terms, new OneBuiltInTerm(), matchers);
    const finds = (text: string) => filter.find(text).length > 0;
    expect([finds('first'), finds('second')]).toEqual([true, false]);
    stored.add('second');
    const refreshed: string[] = [];
    const [started, refresh] = [matchers.nextStart(), filter.refresh().then(() => refreshed.push('second'))];
    await started;
    expect([finds('first'), finds('second'), refreshed]).toEqual([true, false, []]);
    stored.add('third');
    const [startedAgain, refreshAgain] = [matchers.nextStart(), filter.refresh().then(() => refreshed.push('third'))];
    matchers.finish[0]?.();
    await refresh;
    expect([finds('second'), finds('third'), refreshed]).toEqual([true, false, ['second']]);
    await startedAgain;
    matchers.finish[1]?.();
    await refreshAgain;
    expect([finds('first'), finds('second'), finds('third'), refreshed]).toEqual([
      true,
      true,
      true,
      ['second', 'third'],
    ]);
  });
});
