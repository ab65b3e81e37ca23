import { describe, expect, it } from '@jest/globals';
import { shouldBlur } from './content-visibility.js';

describe('pictures that are not for everybody', () => {
  it('[S74] are covered until one wants to see them, shown to who chose that, and never shown to visitors', () => {
    const covered = (preference: Parameters<typeof shouldBlur>[0]) =>
      [false, true].map((isWanted) => shouldBlur(preference, 'adult', isWanted));
    expect(['blur', 'show', 'hide', 'never'].map((preference) => covered(preference as 'blur'))).toEqual([
      [true, false],
      [false, false],
      [true, false],
      [true, true],
    ]);
    expect(shouldBlur('never', 'everyone', false)).toBe(false);
  });
});
