import { describe, expect, it } from '@jest/globals';
import { TermMatcherFactory, type TermMatcher, type TermToFind } from '../../domain/blocked-terms/term-matcher.js';
import type { BlockedTerm } from '../../domain/blocked-terms/blocked-term.js';
import { BuiltInTerms, Terms, type VersionedTerm } from '../../domain/blocked-terms/terms.js';
import { TermFilter } from './term-filter.js';

const term = (text: string): BlockedTerm => ({
  ...{ id: text, text, category: 'drugs', language: 'en', action: 'block', scopes: ['chat'], suggestion: '', note: '' },
  ...{ byId: null, at: null },
});

class Starters extends BuiltInTerms {
  all = () => [term('first')];
}
class Rows extends Terms {
  rows: VersionedTerm[] = [];
  add = (text: string) => this.rows.push({ ...term(text), isRemoved: false, version: this.rows.length + 1 });
  since = (version: number) => Promise.resolve(this.rows.filter((row) => row.version > version));
  turn = () => Promise.resolve(0);
  save = () => Promise.resolve();
}
/** Lists that become ready when the test says so. */
class HeldFinders extends TermMatcherFactory {
  readonly ready: (() => void)[] = [];
  private readonly begun: (() => void)[] = [];
  make = (terms: readonly TermToFind[]): TermMatcher => ({
    find: (text) => terms.filter((each) => each.text === text).map(({ id }) => ({ termId: id, start: 0, end: 1 })),
  });
  canFind = () => true;
  isOfParts = () => false;
  makeInSlices(terms: readonly TermToFind[]): Promise<TermMatcher> {
    return new Promise((resolve) => {
      this.ready.push(() => resolve(this.make(terms)));
      this.begun.shift()?.();
    });
  }
  nextBegun = () => new Promise<void>((resolve) => this.begun.push(resolve));
}

describe('[S8] while longer lists are made ready', () => {
  it('those before hold, and a change is told only once it holds, also one that came meanwhile', async () => {
    const rows = new Rows();
    const finders = new HeldFinders();
    const live = new TermFilter(rows, new Starters(), finders);
    const found = (text: string) => live.find(text).length > 0;
    expect([found('first'), found('second')]).toEqual([true, false]);
    rows.add('second');
    const told: string[] = [];
    const [begun, refreshed] = [finders.nextBegun(), live.refresh().then(() => told.push('second'))];
    await begun;
    expect([found('first'), found('second'), told]).toEqual([true, false, []]);
    rows.add('third');
    const [begunAgain, refreshedAgain] = [finders.nextBegun(), live.refresh().then(() => told.push('third'))];
    finders.ready[0]?.();
    await refreshed;
    expect([found('second'), found('third'), told]).toEqual([true, false, ['second']]);
    await begunAgain;
    finders.ready[1]?.();
    await refreshedAgain;
    expect([found('first'), found('second'), found('third'), told]).toEqual([true, true, true, ['second', 'third']]);
  });
});
