import { describe, expect, it } from '@jest/globals';
import type { NamedNotification } from './notification-reader.js';
import { redactText } from './redact.js';

const image = { sha256: 'a', width: 1, height: 1 };
const notification = (about: Partial<NamedNotification>): NamedNotification => ({
  id: 'n',
  userId: 'me',
  kind: 'commentReply',
  bundle: null,
  postId: null,
  commentId: null,
  modelId: null,
  roomId: null,
  takeId: null,
  userIds: [],
  count: 1,
  extra: {},
  at: 1,
  readAt: null,
  post: null,
  comment: null,
  model: null,
  stars: null,
  room: null,
  take: null,
  users: [],
  text: 'so',
  ...about,
});
const post = { authorId: 'ann', title: 'T', prompt: 'P', words: 'W', contentRating: 'adult', image } as const;
const model = { name: 'M', creatorId: 'ann', contentRating: 'adult' } as const;

describe('notifications of users who hide sensitive content', () => {
  it('[S118] notification has no title or text of a sensitive subject, except the text of a reply', () => {
    expect(redactText(notification({ post }))).toMatchObject({
      post: { title: '', prompt: '', words: '' },
      text: 'so',
    });
    for (const kind of ['postMention', 'commentMention'] as const) {
      expect(redactText(notification({ kind, post })).text).toBe('');
    }
    expect(redactText(notification({ kind: 'modelMention', model })).text).toBe('');
    const published = redactText(notification({ kind: 'modelPublished', model, extra: { label: '2' } }));
    expect([published.model?.name, published.extra.label]).toEqual(['', '']);
  });

  it("[S118] notification is complete when the subject is the recipient's own or rated for everyone", () => {
    for (const one of [
      notification({ post: { ...post, authorId: 'me' } }),
      notification({ model: { ...model, creatorId: 'me' } }),
    ]) {
      expect(redactText(one)).toEqual(one);
    }
    const open = notification({ kind: 'postMention', post: { ...post, contentRating: 'everyone' } });
    expect(redactText(open)).toEqual(open);
  });
});
