import { describe, expect, it } from '@jest/globals';
import { runCooperatively } from './cooperative.js';
import { WordFilter } from './word-filter.js';

describe('compilation in slices', () => {
  it('[S8] yields to the event loop at the end of each slice', async () => {
    const order: string[] = [];
    let now = 0;
    function* work(): Generator<undefined, string> {
      for (const part of ['a', 'b', 'c']) {
        order.push(part);
        now += 5;
        yield;
      }
      return 'done';
    }
    setImmediate(() => order.push('other task'));
    expect(await runCooperatively(work(), () => now)).toBe('done');
    expect(order).toEqual(['a', 'b', 'other task', 'c']);
  });

  it('[S8] finds the same matches as a filter compiled at once', async () => {
    const terms = Array.from({ length: 3000 }, (_, n) => ({ id: `${n}`, text: `word${n.toString(36)}` }));
    terms.push(...['fuck*', '色情', 'blow job'].map((text) => ({ id: text, text })));
    const filter = await WordFilter.inSlices(terms, ['great worda']);
    const text = 'worda and wordaa, a great worda, fucking 色情 wordless blow  job';
    expect(filter.find(text)).toEqual(new WordFilter(terms, ['great worda']).find(text));
    expect(filter.find(text).map(({ matchedText }) => matchedText)).toEqual([
      'worda',
      'wordaa',
      'fuck',
      '色情',
      'blow  job',
    ]);
  });
});
