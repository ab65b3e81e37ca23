import { describe, expect, it } from '@jest/globals';
import { AUTOMATIC_CHECK, type FingerprintVerdict, evaluateFingerprint } from './content-fingerprint.js';

const decided = (given: Partial<FingerprintVerdict>): FingerprintVerdict => ({
  kind: 'image',
  digest: 'd',
  perceptualHash: null,
  cause: 'decision',
  caseId: 'case',
  contentRating: null,
  at: 1,
  verdict: 'removed',
  ...given,
});
const level = (contentRating: 'sensitive' | 'adult', given: Partial<FingerprintVerdict> = {}) =>
  decided({ verdict: 'level', contentRating, ...given });

describe('evaluateFingerprint', () => {
  it('[S107] [S109] returns the strictest of all verdicts', () => {
    const removed = decided({ cause: 'other' });
    expect(evaluateFingerprint([level('sensitive'), level('adult'), removed], [])).toMatchObject({
      blockingVerdict: removed,
      minimumRating: 'adult',
      similar: null,
    });
    expect(evaluateFingerprint([], [])).toMatchObject({
      blockingVerdict: null,
      minimumRating: 'everyone',
      ratingVerdict: null,
    });
  });

  it('[S110] ignores automatic checks and similar images after a review', () => {
    const check = [decided({ verdict: 'held', cause: AUTOMATIC_CHECK }), level('adult', { cause: AUTOMATIC_CHECK })];
    const similar = [{ decided: decided({ digest: 'other' }), distance: 3 }];
    expect(evaluateFingerprint(check, similar)).toMatchObject({
      blockingVerdict: check[0],
      minimumRating: 'adult',
      similar: similar[0],
    });
    const cleared = decided({ verdict: 'cleared' });
    expect(evaluateFingerprint([...check, cleared], similar)).toMatchObject({
      blockingVerdict: null,
      minimumRating: 'everyone',
      similar: null,
      isReviewed: true,
    });
    // Another decision removed it.
    expect(evaluateFingerprint([cleared, decided({ cause: 'other' })], []).blockingVerdict).toMatchObject({
      cause: 'other',
    });
  });

  it('[S113] applies the rating of similar images', () => {
    const similar = [{ decided: level('sensitive', { digest: 'other' }), distance: 9 }];
    expect(evaluateFingerprint([], similar)).toMatchObject({
      blockingVerdict: null,
      similar: null,
      minimumRating: 'sensitive',
    });
  });
});
