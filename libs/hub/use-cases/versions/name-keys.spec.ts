import { describe, expect, it } from '@jest/globals';
import { isSameName, nameKeysOf, refKeyOf } from './name-keys.js';

describe('name keys', () => {
  it.each([
    ['v1', 'V1'],
    ['v1', 'ｖ1'],
    ['1.0', '1.0.'],
    ['Ink wash', 'ink-wash-'],
    ['Ink wash', 'Ink wash.'],
    ['Ink', 'Іnk'],
  ])('[M118] %s and %s are the same name', (one, other) => {
    expect(isSameName(nameKeysOf(one), nameKeysOf(other))).toBe(true);
    expect(refKeyOf(one, other)).toBe(refKeyOf(other, one));
  });

  it.each([
    ['v1', 'v11'],
    ['1.0', '10'],
    ['1.0', '1.1'],
    ['C++', 'C'],
  ])('[M118] %s and %s are different names', (one, other) => {
    expect(isSameName(nameKeysOf(one), nameKeysOf(other))).toBe(false);
    expect(refKeyOf(one, '1')).not.toBe(refKeyOf(other, '1'));
  });
});
