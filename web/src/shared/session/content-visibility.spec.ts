import { describe, expect, it } from '@jest/globals';
import { shouldBlur } from './content-visibility.js';

describe('images with a content rating', () => {
  it('[S74] are blurred until revealed, shown to users who chose that, and never shown to visitors', () => {
    const covered = (preference: Parameters<typeof shouldBlur>[0]) =>
      [false, true].map((isRevealed) => shouldBlur(preference, 'adult', isRevealed));
    expect(['blur', 'show', 'hide', 'never'].map((preference) => covered(preference as 'blur'))).toEqual([
      [true, false],
      [false, false],
      [true, false],
      [true, true],
    ]);
    expect(shouldBlur('never', 'everyone', false)).toBe(false);
  });
});
