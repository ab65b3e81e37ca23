import { describe, expect, it } from '@jest/globals';
import type { PostView, TakeView } from '@visionary/contract';
import { audienceOf, contributorsOf, showsStepsByDefault } from './publish-state.js';
import { changedFields, EMPTY_POST_FORM, postFormOf, toPayload } from './post-form.js';

const BO = '0198c0de-0000-7000-8000-000000000002';
const post: PostView = {
  ...{ id: 'p', author: { id: 'a', name: 'Ana' }, title: 'Hills', description: `with <@${BO}>`, tags: ['ink'], at: 1 },
  contentRating: 'everyone',
  commentsEnabled: true,
  replayEnabled: false,
  image: { url: '', width: 1, height: 1, thumbnails: [] },
  participants: [],
  ...{ prompt: '', counts: { reactions: [], comments: 0, views: 0 }, isSample: false },
};

describe('[W24] the publish form', () => {
  it('sends encoded mentions and trimmed text', () => {
    const value = { ...EMPTY_POST_FORM, title: ' Hills ', text: 'with @Bo ', mentions: new Map([['Bo', BO]]) };
    expect(toPayload(value)).toMatchObject({
      title: 'Hills',
      description: `with <@${BO}>`,
      tags: [],
      commentsEnabled: true,
    });
  });

  it('sends only changed fields', () => {
    const value = postFormOf(post, () => 'Bo');
    expect(value.text).toBe('with @Bo');
    expect(changedFields(value, post)).toEqual({});
    expect(changedFields({ ...value, tags: ['ink', 'hills'], commentsEnabled: false }, post)).toEqual({
      ...{ tags: ['ink', 'hills'], commentsEnabled: false },
    });
  });

  it('[F98] shows the steps by default unless somebody else steered, or there are none', () => {
    const take = { settings: { steps: 20 } } as TakeView;
    const steered = (id: string) => ({ ...take, steers: [{ by: { id } }] }) as TakeView;
    expect(showsStepsByDefault(take, 'a')).toBe(true);
    expect(showsStepsByDefault(steered('a'), 'a')).toBe(true);
    expect(showsStepsByDefault(steered('b'), 'a')).toBe(false);
    expect(showsStepsByDefault({ ...take, settings: { ...take.settings, steps: 1 } }, 'a')).toBe(false);
  });

  it('[F1] names visitors as readers only of a post that is rated for everyone', () => {
    expect(audienceOf(false, 'everyone')).toBe('take');
    expect(audienceOf(true, 'everyone')).toBe('file');
    expect(audienceOf(false, 'sensitive')).toBe('takeRated');
    expect(audienceOf(true, 'adult')).toBe('fileRated');
  });

  it('lists all participants of a take once, the renderer first', () => {
    const [ana, bo, cy] = ['a', 'b', 'c'].map((id) => ({ id, name: id }));
    const take = { author: ana, promptAuthors: [ana, bo], steers: [{ by: cy }, { by: bo }], stoppedAt: { by: ana } };
    expect(contributorsOf(take as TakeView).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
