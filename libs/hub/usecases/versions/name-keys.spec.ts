import { describe, expect, it } from '@jest/globals';
import { areOne, modelKeys, useKeyOf } from './name-keys.js';

describe('names and labels', () => {
  it.each([
    ['v1', 'V1'],
    ['v1', 'ｖ1'],
    ['1.0', '1.0.'],
    ['Ink wash', 'ink-wash-'],
    ['Ink wash', 'Ink wash.'],
    ['Ink', 'Іnk'],
  ])('[M118] %s and %s are one', (one, other) => {
    expect(areOne(modelKeys(one), modelKeys(other))).toBe(true);
    expect(useKeyOf(one, other)).toBe(useKeyOf(other, one));
  });

  it.each([
    ['v1', 'v11'],
    ['1.0', '10'],
    ['1.0', '1.1'],
    ['C++', 'C'],
  ])('[M118] %s and %s are two', (one, other) => {
    expect(areOne(modelKeys(one), modelKeys(other))).toBe(false);
    expect(useKeyOf(one, '1')).not.toBe(useKeyOf(other, '1'));
  });
});
