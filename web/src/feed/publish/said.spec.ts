import { describe, expect, it } from '@jest/globals';
import type { PostView, TakeView } from '@visionary/contract';
import { peopleIn } from './publishing.js';
import { changes, NOTHING_SAID, saidOf, sent } from './said.js';

const BO = '0198c0de-0000-7000-8000-000000000002';
const post: PostView = {
  ...{ id: 'p', author: { id: 'a', name: 'Ana' }, title: 'Hills', words: `with <@${BO}>`, tags: ['ink'], at: 1 },
  ...{ maturity: 'everybody', commentsOn: true, picture: { url: '', width: 1, height: 1, previews: [] }, people: [] },
  ...{ prompt: '', counts: { reactions: [], comments: 0, views: 0 }, isSample: false },
};

describe('[W24] what is said about a picture', () => {
  it('goes out with calls for names, and without space around it', () => {
    const said = { ...NOTHING_SAID, title: ' Hills ', words: 'with @Bo ', called: new Map([['Bo', BO]]) };
    expect(sent(said)).toMatchObject({ title: 'Hills', words: `with <@${BO}>`, tags: [], commentsOn: true });
  });

  it('is changed by what differs alone', () => {
    const said = saidOf(post, () => 'Bo');
    expect(said.words).toBe('with @Bo');
    expect(changes(said, post)).toEqual({});
    expect(changes({ ...said, tags: ['ink', 'hills'], commentsOn: false }, post)).toEqual({
      ...{ tags: ['ink', 'hills'], commentsOn: false },
    });
  });

  it('names everybody who had a hand in a take, each once, whoever rendered it first', () => {
    const [ana, bo, cy] = ['a', 'b', 'c'].map((id) => ({ id, name: id }));
    const take = { author: ana, writers: [ana, bo], steers: [{ by: cy }, { by: bo }], stoppedAt: { by: ana } };
    expect(peopleIn(take as TakeView).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
