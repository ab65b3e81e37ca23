import { describe, expect, it } from '@jest/globals';
import type { CaseReportView } from '@visionary/contract';
import { checkResults } from './check-results.js';

const reply = (detail: NonNullable<CaseReportView['detail']>, value: Partial<CaseReportView> = {}): CaseReportView => ({
  ...{ id: 'one', reason: 'imageCheck', comment: '', at: 1, detail },
  ...value,
});

describe('check results of a case', () => {
  it('[B146] list terms with their categories and the class with its score, once each, without users', () => {
    const text = reply({ words: 'one, two', categories: 'violence, other' });
    const image = reply({ category: 'porn', score: 0.8123 });
    const ofUser = reply({ score: 1 }, { by: { id: 'p', name: 'P' } });
    const similar = reply({ looksLike: 'case', bits: 9 });
    expect(checkResults([text, image, image, similar, ofUser])).toEqual([
      { kind: 'blockedTerms', text: 'one, two', rules: ['violence', 'other'] },
      { kind: 'imageCheck', category: 'porn', score: 0.8123 },
      { kind: 'similarToRemoved', bits: 9 },
    ]);
  });
});
