import { describe, expect, it } from '@jest/globals';
import { memoryBudget } from './memory-budget.js';

describe('[E10] memoryBudget', () => {
  it.each([
    ['6G', 6 * 2 ** 30],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['512m', 512 * 2 ** 20],
    ['4096', 4 * 2 ** 30],
  ])('parses %s', (setting, bytes) => expect(memoryBudget(setting, 1)).toBe(bytes));

  it.each([undefined, '', ' ', '0'])('uses a share of the available memory for %j', (setting) =>
    expect(memoryBudget(setting, 1000)).toBe(600),
  );

  it.each(['lots', '-1', '6X', '0x10'])('rejects %s', (setting) =>
    expect(() => memoryBudget(setting, 1)).toThrow(RangeError),
  );
});
