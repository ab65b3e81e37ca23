import { describe, expect, it } from '@jest/globals';
import { DataLoader } from './data-loader.js';

describe('questions of one moment', () => {
  it('are asked together, after all of them were put', async () => {
    const asked: string[][] = [];
    const dataLoader = new DataLoader<string, string>(async (questions) => {
      asked.push([...questions]);
      return (question) => `${question}!`;
    });
    const first = [dataLoader.load('a'), Promise.resolve().then(() => dataLoader.load('b')), dataLoader.load('a')];
    expect(asked).toEqual([]);
    expect(await Promise.all(first)).toEqual(['a!', 'b!', 'a!']);
    expect(await dataLoader.load('c')).toBe('c!');
    expect(asked).toEqual([['a', 'a', 'b'], ['c']]);
  });

  it('fail together, and those after them do not', async () => {
    let isDown = true;
    const dataLoader = new DataLoader<number, number>(async () => {
      if (isDown) throw new Error('away');
      return (question) => question;
    });
    const outcomes = await Promise.allSettled([dataLoader.load(1), dataLoader.load(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDown = false;
    expect(await dataLoader.load(3)).toBe(3);
  });
});
