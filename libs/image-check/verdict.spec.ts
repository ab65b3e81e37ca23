import { describe, expect, it } from '@jest/globals';
import { checkLevelOf, mergeThresholds } from './verdict.js';

const CARD = { porn: { adult: 0.5, held: 0.8, forbidden: 0.9 }, sexy: { adult: 0.7 } };

describe('checkLevelOf', () => {
  it.each([
    [{ porn: 0.49, sexy: 0.69 }, 'safe', null],
    [{ porn: 0.5, sexy: 0 }, 'adult', 'porn'],
    [{ porn: 0.1, sexy: 0.8 }, 'adult', 'sexy'],
    [{ porn: 0.8, sexy: 0.99 }, 'held', 'porn'],
    [{ porn: 0.9, sexy: 0.99 }, 'forbidden', 'porn'],
    [{ unknown: 1 }, 'safe', null],
  ])('[S62] returns the strictest level that a class reaches: %j is %s', (classes, level, category) => {
    const found = checkLevelOf(classes, CARD);
    expect([found.level, found.topClass?.category ?? null]).toEqual([level, category]);
  });

  it('[S62] applies thresholds of the instance over those of the classifier', () => {
    const thresholds = mergeThresholds(CARD, {
      porn: { forbidden: 'off' },
      sexy: { held: 0.95 },
      drawing: { adult: 0.99 },
    });
    expect(checkLevelOf({ porn: 1 }, thresholds).level).toBe('held');
    expect(checkLevelOf({ sexy: 0.96 }, thresholds).level).toBe('held');
    expect(checkLevelOf({ sexy: 0.8 }, thresholds).level).toBe('adult');
    expect(checkLevelOf({ drawing: 1 }, thresholds)).toEqual({
      level: 'adult',
      topClass: { category: 'drawing', score: 1 },
    });
  });
});
