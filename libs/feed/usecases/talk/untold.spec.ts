import { describe, expect, it } from '@jest/globals';
import type { NamedNotice } from './read-notices.js';
import { withoutWords } from './untold.js';

const picture = { sha256: 'a', width: 1, height: 1 };
const told = (about: Partial<NamedNotice>): NamedNotice => ({
  ...{ id: 'n', personId: 'me', kind: 'commentReply', bundle: null, postId: null, commentId: null, modelId: null },
  ...{ roomId: null, takeId: null, peopleIds: [], count: 1, extra: {}, at: 1, readAt: null },
  ...{ post: null, comment: null, model: null, stars: null, room: null, take: null, people: [], text: 'so' },
  ...about,
});
const post = { authorId: 'ann', title: 'T', prompt: 'P', words: 'W', maturity: 'adult', picture } as const;
const model = { name: 'M', makerId: 'ann', maturity: 'adult' } as const;

describe('what is told to whoever hides what is not for everybody', () => {
  it('[S118] has no word of it, but what somebody answers them', () => {
    expect(withoutWords(told({ post }))).toMatchObject({ post: { title: '', prompt: '', words: '' }, text: 'so' });
    for (const kind of ['postMention', 'commentMention'] as const) {
      expect(withoutWords(told({ kind, post })).text).toBe('');
    }
    expect(withoutWords(told({ kind: 'modelMention', model })).text).toBe('');
    const published = withoutWords(told({ kind: 'modelPublished', model, extra: { label: '2' } }));
    expect([published.model?.name, published.extra.label]).toEqual(['', '']);
  });

  it('[S118] is told in full where it is their own, or for everybody', () => {
    for (const one of [told({ post: { ...post, authorId: 'me' } }), told({ model: { ...model, makerId: 'me' } })]) {
      expect(withoutWords(one)).toEqual(one);
    }
    const open = told({ kind: 'postMention', post: { ...post, maturity: 'everybody' } });
    expect(withoutWords(open)).toEqual(open);
  });
});
