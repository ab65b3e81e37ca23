import { describe, expect, it } from '@jest/globals';
import type { CaseReportView } from '@visionary/contract';
import { checkResults } from './check-results.js';

const told = (detail: NonNullable<CaseReportView['detail']>, given: Partial<CaseReportView> = {}): CaseReportView => ({
  ...{ id: 'one', reason: 'imageCheck', comment: '', at: 1, detail },
  ...given,
});

describe('what the checks found, beside a case', () => {
  it('[B146] is told as words with their rules and as a class with its score, each once, and never of people', () => {
    const words = told({ words: 'one, two', categories: 'violence, other' });
    const image = told({ category: 'porn', score: 0.8123 });
    const ofUser = told({ score: 1 }, { by: { id: 'p', name: 'P' } });
    const alike = told({ looksLike: 'case', bits: 9 });
    expect(checkResults([words, image, image, alike, ofUser])).toEqual([
      { kind: 'blockedTerms', words: 'one, two', rules: ['violence', 'other'] },
      { kind: 'imageCheck', category: 'porn', score: 0.8123 },
      { kind: 'similarToRemoved', bits: 9 },
    ]);
  });
});
