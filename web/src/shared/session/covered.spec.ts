import { describe, expect, it } from '@jest/globals';
import { isCoveredFor } from './covered.js';

describe('pictures that are not for everybody', () => {
  it('[S74] are covered until one wants to see them, shown to who chose that, and never shown to visitors', () => {
    const covered = (sight: Parameters<typeof isCoveredFor>[0]) =>
      [false, true].map((isWanted) => isCoveredFor(sight, 'adult', isWanted));
    expect(['blur', 'show', 'hide', 'never'].map((sight) => covered(sight as 'blur'))).toEqual([
      [true, false],
      [false, false],
      [true, false],
      [true, true],
    ]);
    expect(isCoveredFor('never', 'everybody', false)).toBe(false);
  });
});
