import { describe, expect, it } from '@jest/globals';
import { BY_CHECK, type DecidedContent, standingOf } from './content.js';

const decided = (given: Partial<DecidedContent>): DecidedContent => ({
  ...{ kind: 'picture', digest: 'd', print: null, cause: 'decision', caseId: 'case', maturity: null, at: 1 },
  ...{ verdict: 'removed' as const, ...given },
});
const level = (maturity: 'sensitive' | 'adult', given: Partial<DecidedContent> = {}) =>
  decided({ verdict: 'level', maturity, ...given });

describe('what holds for a content', () => {
  it('[S107] [S109] is the strictest of all that was decided about it', () => {
    const removed = decided({ cause: 'other' });
    expect(standingOf([level('sensitive'), level('adult'), removed], [])).toMatchObject({
      ...{ stopped: removed, atLeast: 'adult', alike: null },
    });
    expect(standingOf([], [])).toMatchObject({ stopped: null, atLeast: 'everybody', levelled: null });
  });

  it('[S110] is what somebody said who has looked, whatever a check says, or what it looks like', () => {
    const check = [decided({ verdict: 'held', cause: BY_CHECK }), level('adult', { cause: BY_CHECK })];
    const alike = [{ decided: decided({ digest: 'other' }), distance: 3 }];
    expect(standingOf(check, alike)).toMatchObject({ stopped: check[0], atLeast: 'adult', alike: alike[0] });
    const cleared = decided({ verdict: 'cleared' });
    expect(standingOf([...check, cleared], alike)).toMatchObject({
      ...{ stopped: null, atLeast: 'everybody', alike: null, isLookedAt: true },
    });
    // Another one removed it nevertheless.
    expect(standingOf([cleared, decided({ cause: 'other' })], []).stopped).toMatchObject({ cause: 'other' });
  });

  it('[S113] is the level of what it looks like, too', () => {
    const alike = [{ decided: level('sensitive', { digest: 'other' }), distance: 9 }];
    expect(standingOf([], alike)).toMatchObject({ stopped: null, alike: null, atLeast: 'sensitive' });
  });
});
