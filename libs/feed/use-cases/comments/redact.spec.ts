import { describe, expect, it } from '@jest/globals';
import type { NamedNotification } from './read-notifications.js';
import { redactText } from './redact.js';

const image = { sha256: 'a', width: 1, height: 1 };
const told = (about: Partial<NamedNotification>): NamedNotification => ({
  ...{ id: 'n', userId: 'me', kind: 'commentReply', bundle: null, postId: null, commentId: null, modelId: null },
  ...{ roomId: null, takeId: null, userIds: [], count: 1, extra: {}, at: 1, readAt: null },
  ...{ post: null, comment: null, model: null, stars: null, room: null, take: null, users: [], text: 'so' },
  ...about,
});
const post = { authorId: 'ann', title: 'T', prompt: 'P', words: 'W', contentRating: 'adult', image } as const;
const model = { name: 'M', creatorId: 'ann', contentRating: 'adult' } as const;

describe('what is told to whoever hides what is not for everybody', () => {
  it('[S118] has no word of it, but what somebody answers them', () => {
    expect(redactText(told({ post }))).toMatchObject({ post: { title: '', prompt: '', words: '' }, text: 'so' });
    for (const kind of ['postMention', 'commentMention'] as const) {
      expect(redactText(told({ kind, post })).text).toBe('');
    }
    expect(redactText(told({ kind: 'modelMention', model })).text).toBe('');
    const published = redactText(told({ kind: 'modelPublished', model, extra: { label: '2' } }));
    expect([published.model?.name, published.extra.label]).toEqual(['', '']);
  });

  it('[S118] is told in full where it is their own, or for everybody', () => {
    for (const one of [told({ post: { ...post, authorId: 'me' } }), told({ model: { ...model, creatorId: 'me' } })]) {
      expect(redactText(one)).toEqual(one);
    }
    const open = told({ kind: 'postMention', post: { ...post, contentRating: 'everyone' } });
    expect(redactText(open)).toEqual(open);
  });
});
