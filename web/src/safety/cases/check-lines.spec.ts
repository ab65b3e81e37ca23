import { describe, expect, it } from '@jest/globals';
import type { CaseReportView } from '@visionary/contract';
import { checksFound } from './check-lines.js';

const told = (detail: NonNullable<CaseReportView['detail']>, given: Partial<CaseReportView> = {}): CaseReportView => ({
  ...{ id: 'one', reason: 'picture', words: '', at: 1, detail },
  ...given,
});

describe('what the checks found, beside a case', () => {
  it('[B146] is told as words with their rules and as a class with its score, each once, and never of people', () => {
    const words = told({ words: 'one, two', categories: 'violence, other' });
    const picture = told({ category: 'porn', score: 0.8123 });
    const ofPerson = told({ score: 1 }, { by: { id: 'p', name: 'P' } });
    const alike = told({ looksLike: 'case', bits: 9 });
    expect(checksFound([words, picture, picture, alike, ofPerson])).toEqual([
      { kind: 'words', words: 'one, two', rules: ['violence', 'other'] },
      { kind: 'picture', category: 'porn', score: 0.8123 },
      { kind: 'alike', bits: 9 },
    ]);
  });
});
