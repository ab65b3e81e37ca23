import { describe, expect, it } from '@jest/globals';
import type { NotificationView } from '@visionary/contract';
import { notificationRoute, usersIn } from './notification-route.js';

const [ann, bo] = [
  { id: 'a', name: 'Ann' },
  { id: 'b', name: 'Bo' },
];
const about = { id: 'n', at: 0, isRead: false };
const post = { id: 'p', title: 'Fox', previewUrl: '', contentRating: 'everyone' as const };
const model = { id: 'm', name: 'Inkpot' };
const made = { kind: 'model' as const, id: 'inkpot', name: 'Inkpot' };
const room = { id: 'r', name: 'Studio' };

describe('[W34] the route and users of a notification', () => {
  const reply: [NotificationView, unknown, string][] = [
    [
      { ...about, kind: 'reply', room, messageId: 'm', by: ann, text: '' },
      { name: 'room', params: { roomId: 'r' }, query: { message: 'm' } },
      'a',
    ],
    [
      { ...about, kind: 'commentReply', post, commentId: 'c', by: ann, text: '' },
      { name: 'post', params: { postId: 'p' }, query: { comment: 'c' } },
      'a',
    ],
    [{ ...about, kind: 'postMention', post, by: bo, text: '' }, { name: 'post', params: { postId: 'p' } }, 'b'],
    [
      { ...about, kind: 'reactions', post, users: [ann, bo], count: 5, emojis: ['🔥'] },
      { name: 'post', params: { postId: 'p' } },
      'ab',
    ],
    [
      { ...about, kind: 'modelReply', model, commentId: 'c', by: ann, text: '' },
      { name: 'model', params: { modelId: 'm' }, query: { tab: 'talk', comment: 'c' } },
      'a',
    ],
    [
      { ...about, kind: 'modelReview', model, stars: 4, by: bo, text: '' },
      { name: 'model', params: { modelId: 'm' }, query: { tab: 'talk' } },
      'b',
    ],
    [
      { ...about, kind: 'versionPublished', model, label: '1.2', by: ann },
      { name: 'model', params: { modelId: 'm' }, query: { version: '1.2' } },
      'a',
    ],
    [
      { ...about, kind: 'modelUsed', model: made, modelId: 'm', post, users: [bo], count: 1, images: 2 },
      { name: 'model', params: { modelId: 'm' }, query: { tab: 'gallery' } },
      'b',
    ],
    [
      { ...about, kind: 'modelUsed', model: made, post, users: [bo], count: 1, images: 2 },
      { name: 'post', params: { postId: 'p' } },
      'b',
    ],
    [{ ...about, kind: 'follow', users: [bo, ann], count: 2 }, { path: '/users/b' }, 'ba'],
    [{ ...about, kind: 'follow', users: [], count: 1 }, null, ''],
    [
      { ...about, kind: 'takeFailed', room, takeId: 't', number: 4, prompt: '' },
      { name: 'room', params: { roomId: 'r' }, query: { take: '4' } },
      '',
    ],
    [
      {
        ...about,
        kind: 'report',
        by: ann,
        reason: 'spam',
        text: '',
        caseId: 'x',
        subject: { kind: 'post', title: '' },
      },
      { path: '/moderation/cases/x' },
      'a',
    ],
  ];
  it.each(reply)('$kind', (notification, address, users) => {
    expect(notificationRoute(notification)).toEqual(address);
    expect(
      usersIn(notification)
        .map(({ id }) => id)
        .join(''),
    ).toBe(users);
  });
});
