import { describe, expect, it } from '@jest/globals';
import { Finders, type Finder, type Sought } from '../../domain/words/finder.js';
import type { ListedTerm } from '../../domain/words/listed-term.js';
import { StarterTerms, Terms, type VersionedTerm } from '../../domain/words/terms.js';
import { LiveWords } from './live-words.js';

const term = (text: string): ListedTerm => ({
  ...{ id: text, text, category: 'drugs', language: 'en', action: 'refuse', scopes: ['chat'], proposal: '', note: '' },
  ...{ byId: null, at: null },
});

class Starters extends StarterTerms {
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
class HeldFinders extends Finders {
  readonly ready: (() => void)[] = [];
  private readonly begun: (() => void)[] = [];
  make = (terms: readonly Sought[]): Finder => ({
    find: (text) => terms.filter((each) => each.text === text).map(({ id }) => ({ termId: id, start: 0, end: 1 })),
  });
  canFind = () => true;
  isOfParts = () => false;
  makeInSlices(terms: readonly Sought[]): Promise<Finder> {
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
    const live = new LiveWords(rows, new Starters(), finders);
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
