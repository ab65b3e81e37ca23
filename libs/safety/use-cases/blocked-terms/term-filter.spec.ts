import { describe, expect, it, jest } from '@jest/globals';
import { WordFilter } from '@visionary/word-filter';
import type { VersionedTerm } from '../../domain/blocked-terms/blocked-term.js';
import type { Terms } from '../../storage/blocked-terms/terms.js';
import { TermFilter } from './term-filter.js';

class StoredTerms {
  readonly rows: VersionedTerm[] = [];
  add(text: string): void {
    const term = { id: text, text, category: 'drugs', language: 'en', action: 'block', scopes: ['chat'] } as const;
    const version = this.rows.length + 1;
    this.rows.push({ ...term, suggestion: '', note: '', byId: null, at: null, isRemoved: false, version });
  }
  since = (version: number) => Promise.resolve(this.rows.filter((row) => row.version > version));
  topicsSince = () => Promise.resolve([]);
}

/** Compilations that end when the test resolves them. */
function pauseCompilations() {
  const finish: (() => void)[] = [];
  const started: (() => void)[] = [];
  jest.spyOn(WordFilter, 'inSlices').mockImplementation(
    (terms, allowed) =>
      new Promise((resolve) => {
        finish.push(() => resolve(new WordFilter(terms, allowed)));
        started.shift()?.();
      }),
  );
  return { finish, nextStart: () => new Promise<void>((resolve) => started.push(resolve)) };
}

describe('TermFilter', () => {
  it('[S8] searches with the previous lists until new ones are compiled, when more changes arrive meanwhile', async () => {
    const stored = new StoredTerms();
    const compilations = pauseCompilations();
    const filter = new TermFilter(stored as unknown as Terms);
    const finds = (text: string) => filter.find(text).length > 0;
    stored.add('wombat');
    await filter.read();
    expect([finds('wombat'), finds('numbat')]).toEqual([true, false]);
    stored.add('numbat');
    const refreshed: string[] = [];
    const [started, refresh] = [compilations.nextStart(), filter.refresh().then(() => refreshed.push('numbat'))];
    await started;
    expect([finds('wombat'), finds('numbat'), refreshed]).toEqual([true, false, []]);
    stored.add('quokka');
    const [startedAgain, refreshAgain] = [
      compilations.nextStart(),
      filter.refresh().then(() => refreshed.push('quokka')),
    ];
    compilations.finish[0]?.();
    await refresh;
    expect([finds('numbat'), finds('quokka'), refreshed]).toEqual([true, false, ['numbat']]);
    await startedAgain;
    compilations.finish[1]?.();
    await refreshAgain;
    expect([finds('wombat'), finds('numbat'), finds('quokka')]).toEqual([true, true, true]);
    expect(refreshed).toEqual(['numbat', 'quokka']);
  });
});
