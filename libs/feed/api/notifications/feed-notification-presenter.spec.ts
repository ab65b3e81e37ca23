import { describe, expect, it } from '@jest/globals';
import type { ContentRating } from '@visionary/contract';
import { Inbox, type Notification } from '@visionary/notifications';
import { FeedNotificationPresenter } from './feed-notification-presenter.js';

const ann = '00000000-0000-4000-8000-00000000000a';
const image = { sha256: 'a', width: 1, height: 1 };
const notification = (about: Partial<Notification>) => ({
  ...{ id: 'n', userId: 'me', kind: 'commentReply', bundleKey: null, roomId: null, roomName: null, seq: null },
  subjectId: 'comment',
  parentId: 'post',
  actorIds: [ann],
  count: 1,
  facts: {},
  createdAt: 1,
  at: 1,
  readAt: null,
  ...about,
});

/** The view of a notification for a user who hides sensitive content. */
const seen = async (about: Partial<Notification>, post: { authorId?: string; contentRating?: ContentRating } = {}) => {
  const rows = { byIds: async () => [notification(about)] };
  const users = { byIds: async () => new Map([[ann, { id: ann, name: 'Ann' }]]) };
  const preferences = { hidingAmong: async (ids: readonly string[]) => new Set(ids) };
  const inbox = new Inbox({} as never, rows as never, {} as never, users as never, preferences as never, {} as never);
  const stored = { id: 'post', title: 'T', prompt: 'P', description: 'W', image, authorId: ann, ...post };
  const posts = { byIds: async () => [{ ...stored, contentRating: post.contentRating ?? 'adult' }] };
  const comments = { textsOf: async () => new Map([['comment', `so <@${ann}>`]]) };
  new FeedNotificationPresenter(
    ...([inbox, posts, comments, {}, {}] as unknown as ConstructorParameters<typeof FeedNotificationPresenter>),
  ).onModuleInit();
  return (await inbox.byIds(['n']))[0]?.notification;
};

describe('notifications of users who hide sensitive content', () => {
  it('[S118] notification has no title or text of a sensitive post, except the text of a reply', async () => {
    expect(await seen({})).toMatchObject({ post: { title: '' }, text: 'so @Ann', by: { name: 'Ann' } });
    expect(await seen({ kind: 'commentMention' })).toMatchObject({ post: { title: '' }, text: '' });
    const mention = { kind: 'postMention', subjectId: 'post', parentId: null } as const;
    expect(await seen(mention)).toMatchObject({ post: { title: '' }, text: '' });
  });

  it("[S118] notification is complete when the post is the recipient's own or rated for everyone", async () => {
    const complete = { post: { title: 'T' }, text: 'so @Ann' };
    expect(await seen({ kind: 'commentMention' }, { authorId: 'me' })).toMatchObject(complete);
    expect(await seen({ kind: 'commentMention' }, { contentRating: 'everyone' })).toMatchObject(complete);
  });
});
