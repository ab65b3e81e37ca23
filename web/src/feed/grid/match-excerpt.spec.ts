import { describe, expect, it } from '@jest/globals';
import type { PostView } from '@visionary/contract';
import { matchExcerpt } from './match-excerpt.js';

const post = (about: Partial<PostView>): PostView =>
  ({ id: 'p', title: '', prompt: '', description: '', tags: [], ...about }) as unknown as PostView;
const byName = (query: string, excerpt?: string) => ({ query, excerptOf: () => excerpt });

describe('[F84] the excerpt of a search match', () => {
  it('starts shortly before the match in the prompt, if the title does not show it', () => {
    const prompt = `${'a long and winding way through '.repeat(3)}an old lighthouse at night`;
    const found = matchExcerpt(post({ title: 'Harbour', prompt }), 'Harbour', byName('lighthouse'));
    expect(found).toMatch(/^….*lighthouse at night$/);
    expect(found?.indexOf('lighthouse')).toBeLessThan(42);
    expect(matchExcerpt(post({ prompt }), prompt, byName('lighthouse'))).toBe(found);
  });

  it('is absent if the title shows the match, or if the match is unknown', () => {
    expect(matchExcerpt(post({ prompt: 'a lighthouse' }), 'Lighthouse', byName('light'))).toBeNull();
    expect(matchExcerpt(post({ prompt: 'a lighthouse' }), 'By Ann', byName('ann'))).toBeNull();
  });

  it('comes from the server’s prompt excerpt, the caption, a tag, or the model', () => {
    expect(matchExcerpt(post({}), 'x', byName('fox', '…with a fox'))).toBe('…with a fox');
    expect(matchExcerpt(post({ description: '雪地里的狐狸' }), 'x', byName('狐狸'))).toBe('雪地里的狐狸');
    expect(matchExcerpt(post({ tags: ['snow', 'fox'] }), 'x', byName('fox'))).toBe('snow, fox');
    expect(matchExcerpt(post({ model: { name: 'Foxy' } }), 'x', byName('fox'))).toBe('Foxy');
  });
});
