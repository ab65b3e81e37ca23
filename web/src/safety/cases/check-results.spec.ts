import { describe, expect, it } from '@jest/globals';
import type { CaseReportView } from '@visionary/contract';
import { checkResults } from './check-results.js';

const reply = (detail: NonNullable<CaseReportView['detail']>, value: Partial<CaseReportView> = {}): CaseReportView => ({
  ...{ id: 'one', reason: 'imageCheck', comment: '', at: 1, detail },
  ...value,
});

describe('what the checks found, beside a case', () => {
  it('[B146] is told as words with their rules and as a class with its score, each once, and never of people', () => {
    const text = reply({ words: 'one, two', categories: 'violence, other' });
    const image = reply({ category: 'porn', score: 0.8123 });
    const ofUser = reply({ score: 1 }, { by: { id: 'p', name: 'P' } });
    const alike = reply({ looksLike: 'case', bits: 9 });
    expect(checkResults([text, image, image, alike, ofUser])).toEqual([
      { kind: 'blockedTerms', text: 'one, two', rules: ['violence', 'other'] },
      { kind: 'imageCheck', category: 'porn', score: 0.8123 },
      { kind: 'similarToRemoved', bits: 9 },
    ]);
  });
});
