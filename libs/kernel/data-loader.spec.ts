import { describe, expect, it } from '@jest/globals';
import { DataLoader } from './data-loader.js';

describe('DataLoader', () => {
  it('loads the keys of one moment in one batch, after all were requested', async () => {
    const batches: string[][] = [];
    const loader = new DataLoader<string, string>(async (keys) => {
      batches.push([...keys]);
      return (key) => `${key}!`;
    });
    const loads = [loader.load('a'), Promise.resolve().then(() => loader.load('b')), loader.load('a')];
    expect(batches).toEqual([]);
    expect(await Promise.all(loads)).toEqual(['a!', 'b!', 'a!']);
    expect(await loader.load('c')).toBe('c!');
    expect(batches).toEqual([['a', 'a', 'b'], ['c']]);
  });

  it('rejects all loads of a failed batch, and none of later batches', async () => {
    let isFailing = true;
    const loader = new DataLoader<number, number>(async () => {
      if (isFailing) throw new Error('failed');
      return (key) => key;
    });
    const outcomes = await Promise.allSettled([loader.load(1), loader.load(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isFailing = false;
    expect(await loader.load(3)).toBe(3);
  });
});
