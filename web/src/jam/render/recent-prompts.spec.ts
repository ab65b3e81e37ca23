import { describe, expect, it } from '@jest/globals';
import { RecentPrompts } from './recent-prompts.js';

const fox = { prompt: 'a fox', negative: '' };

describe('recent prompts', () => {
  it('contain a replaced prompt for ten seconds', () => {
    const recent = new RecentPrompts();
    recent.add(fox, 1_000);
    expect(recent.has({ ...fox }, 10_999)).toBe(true);
    expect(recent.has(fox, 11_000)).toBe(false);
  });

  it('tell prompts apart by their negative prompt, too', () => {
    const recent = new RecentPrompts();
    recent.add(fox, 1_000);
    expect(recent.has({ ...fox, negative: 'blurry' }, 1_000)).toBe(false);
  });
});
