import { describe, expect, it } from '@jest/globals';
import { draftChange, isDraft } from './draft-settings.js';

const recommended = {
  model: 'mini',
  scheduler: 'euler_ancestral' as const,
  steps: 20,
  guidance: 2,
  width: 256,
  height: 256,
  seed: -1,
  batch: 1,
};

describe('[J26] the settings for drafts', () => {
  it('change only what they name, and back to what the model recommends', () => {
    const own = { ...recommended, steps: 35, guidance: 3 };
    const drafted = { ...own, ...draftChange(own, { steps: 4 }, recommended) };
    expect(drafted).toEqual({ ...own, steps: 4 });
    expect(isDraft(drafted, { steps: 4 })).toBe(true);
    expect({ ...drafted, ...draftChange(drafted, { steps: 4 }, recommended) }).toEqual(recommended);
  });

  it('are those of a draft only if all agree', () => {
    const draft = { steps: 4, scheduler: 'lcm' as const, guidance: 1 };
    expect(isDraft({ ...recommended, steps: 4 }, draft)).toBe(false);
    expect(isDraft({ ...recommended, ...draft }, draft)).toBe(true);
  });
});
