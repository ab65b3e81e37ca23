import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.js';

describe('questions of one moment', () => {
  it('are asked together, after all of them were put', async () => {
    const asked: string[][] = [];
    const gathering = new Gathering<string, string>(async (questions) => {
      asked.push([...questions]);
      return (question) => `${question}!`;
    });
    const first = [gathering.put('a'), Promise.resolve().then(() => gathering.put('b')), gathering.put('a')];
    expect(asked).toEqual([]);
    expect(await Promise.all(first)).toEqual(['a!', 'b!', 'a!']);
    expect(await gathering.put('c')).toBe('c!');
    expect(asked).toEqual([['a', 'a', 'b'], ['c']]);
  });

  it('fail together, and those after them do not', async () => {
    let isDown = true;
    const gathering = new Gathering<number, number>(async () => {
      if (isDown) throw new Error('away');
      return (question) => question;
    });
    const outcomes = await Promise.allSettled([gathering.put(1), gathering.put(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDown = false;
    expect(await gathering.put(3)).toBe(3);
  });
});
