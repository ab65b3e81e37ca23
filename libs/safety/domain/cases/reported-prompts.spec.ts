import { describe, expect, it } from '@jest/globals';
import {
  authorsOfPrompts,
  detailOfPrompts,
  promptsIn,
  type ReportedPrompts,
  soleAuthorOf,
} from './reported-prompts.js';

const reported = (value: Partial<ReportedPrompts>): ReportedPrompts => ({
  ...{ prompt: '', negative: '', promptSpans: [], negativeSpans: [], clocks: new Map() },
  ...value,
});

describe('prompts of a report', () => {
  it('[S157] are read as they were stored', () => {
    const prompts = reported({
      prompt: 'a fox, a hat',
      negative: 'blurry',
      promptSpans: [
        [0, 5, 'ann'],
        [5, 7, 'bob'],
        [7, 12, 'ann'],
      ],
      negativeSpans: [[0, 6, 'cy']],
      clocks: new Map([
        [4_294_967_295, 12],
        [7, 6],
      ]),
    });
    const read = promptsIn(detailOfPrompts(prompts));
    expect(read).toEqual(prompts);
    expect(read && authorsOfPrompts(read)).toEqual(['ann', 'bob', 'cy']);
    expect(promptsIn({ words: 'one' })).toBeNull();
    expect(promptsIn(detailOfPrompts(reported({ prompt: 'a fox' })))).toMatchObject({
      prompt: 'a fox',
      promptSpans: [],
    });
  });

  it('[S157] have one author when that user wrote all of it', () => {
    const own = reported({ prompt: 'a fox', promptSpans: [[0, 5, 'ann']] });
    expect(soleAuthorOf(own)).toBe('ann');
    expect(soleAuthorOf({ ...own, prompt: 'a fox?' })).toBeNull();
    expect(soleAuthorOf({ ...own, negative: 'hat', negativeSpans: [[0, 3, 'bob']] })).toBeNull();
  });
});
