import { describe, expect, it } from '@jest/globals';
import { parseImageRecord } from './image-record.js';

const job = {
  prompt: 'a fox',
  added: { prefix: 'ink', negativeSuffix: 'blurry' },
  promptChanges: [{ image: 0, step: 4, prompt: 'an owl', negative: '' }],
  stopPoint: { image: 1, step: 6 },
};

describe('generation data inside an image', () => {
  it('[T9] is read with its current names', () => {
    expect(parseImageRecord(JSON.stringify({ modelName: 'mini', job }))).toEqual({ modelName: 'mini', job });
  });

  it('[T9] is read from images that were rendered with the old names', () => {
    const old = {
      prompt: 'a fox',
      added: { prefix: 'ink', suffix: 'blurry' },
      changes: [{ picture: 0, step: 4, prompt: 'an owl', negative: '' }],
      stopAt: { picture: 1, step: 6 },
    };
    expect(parseImageRecord(JSON.stringify({ modelName: 'mini', job: old }))).toEqual({ modelName: 'mini', job });
  });

  it.each(['', 'no json', '[]', '{}', '{"job":7}'])('[T9] is nothing in %j', (text) => {
    expect(parseImageRecord(text)).toBeUndefined();
  });
});
