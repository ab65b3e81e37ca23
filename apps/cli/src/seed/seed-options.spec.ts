import { describe, expect, it } from '@jest/globals';
import { readSeedOptions } from './seed-options.js';

describe('what seed is asked for', () => {
  it('[T12] is 24 pictures unless somebody says how many, or that they are to go', () => {
    expect(readSeedOptions([])).toEqual({ count: 24, remove: false });
    expect(readSeedOptions(['--count', '3'])).toEqual({ count: 3, remove: false });
    expect(readSeedOptions(['--remove'])).toMatchObject({ remove: true });
  });

  it.each([
    [['--count', '0']],
    [['--count', '501']],
    [['--count', '1e2']],
    [['--count', 'many']],
    [['--count']],
    [['--remove', '--count', '3']],
    [['--forever']],
    [['more']],
  ])('[T12] is not %j', (words) => {
    let told = '';
    try {
      readSeedOptions(words);
    } catch (error) {
      told = (error as Error).name;
    }
    expect(told).toBe('Usage');
  });
});
