import { describe, expect, it } from '@jest/globals';
import { runCooperatively } from './cooperative.js';
import { WordFilter } from './word-filter.js';

describe('[S8] lists made ready in slices', () => {
  it('let others have their turn whenever a slice is over, and no sooner', async () => {
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
    setImmediate(() => order.push('somebody else'));
    expect(await runCooperatively(work(), () => now)).toBe('done');
    expect(order).toEqual(['a', 'b', 'somebody else', 'c']);
  });

  it('find what is found by those that are made at once', async () => {
    const terms = Array.from({ length: 3000 }, (_, n) => ({ id: `${n}`, text: `word${n.toString(36)}` }));
    terms.push(...['fuck*', '色情', 'blow job'].map((text) => ({ id: text, text })));
    const made = await WordFilter.inSlices(terms, ['great worda']);
    const text = 'worda and wordaa, a great worda, fucking 色情 wordless blow  job';
    expect(made.find(text)).toEqual(new WordFilter(terms, ['great worda']).find(text));
    expect(made.find(text).map(({ matchedText }) => matchedText)).toEqual([
      'worda',
      'wordaa',
      'fuck',
      '色情',
      'blow  job',
    ]);
  });
});
