import { describe, expect, it } from '@jest/globals';
import { readSeedOptions } from './seed-options.js';

describe('readSeedOptions', () => {
  it('[T12] readSeedOptions defaults to 24 images and accepts --count and --remove', () => {
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
  ])('[T12] readSeedOptions rejects %j', (args) => {
    let thrown = '';
    try {
      readSeedOptions(args);
    } catch (error) {
      thrown = (error as Error).name;
    }
    expect(thrown).toBe('UsageError');
  });
});
