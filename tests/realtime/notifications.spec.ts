import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  COMMENT_MENTION_RATE_LIMITS,
  type NotificationCategory,
  type NotificationView,
  type PostView,
  type RoomView,
} from '@visionary/contract';
import { ModelCredits } from '@visionary/hub';
import { CommentMentionLimit } from '../../libs/comments/storage/comment-mention-limit.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { sendMessage } from '../support/chat.js';
import { finishTake } from '../support/finished-takes.js';
import { connect } from '../support/live-client.js';
import { deleteAccount } from '../support/users.js';
import { publishModel } from '../support/published-models.js';
import {
  addMember,
  openDirectRoom,
  createRoom,
  openRoom,
  type ConnectedUser,
  connectUser,
  connectUsers,
} from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import {
  block,
  addComment,
  notificationsOf,
  publishUpload,
  react,
  unreadNotificationsOf,
} from '../support/community.js';

const follows = (user: ConnectedUser, whom: ConnectedUser, on = true) =>
  user.live.do('users.follow', { userId: whom.me.id, on });
const kindsOf = async (user: ConnectedUser) => (await notificationsOf(user)).map(({ kind }) => kind);
const markAllRead = (user: ConnectedUser) => user.live.do('me.markNotificationsRead', {});
const mentionOf = ({ me }: ConnectedUser) => `<@${me.id}>`;

const MODEL = { kind: 'model', hash: 'ab'.repeat(32), name: 'gone' } as const;
const MADE_BY_ANN = `a fox\nSteps: 4, Seed: 1, Model hash: ${MODEL.hash.slice(0, 10)}, Model: gone`;

describe.each(DIALECTS)('notifications in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let eve: ConnectedUser;
  let room: RoomView;
  let post: PostView;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [bob, eve] = await connectUsers(app.url, 'Bob', 'Eve');
    room = await createRoom(bob);
  });
  beforeEach(async () => {
    ann = await connectUser(app.url);
    post = await publishUpload(ann);
  });

  it('[F50] inbox merges all sources newest first and is read on every device', async () => {
    await openRoom(ann, room.id);
    const expected: string[] = [];
    for (let n = 0; n < 17; n++) {
      expected.unshift((await sendMessage(bob, room.id, `${mentionOf(ann)} ${n}`)).id);
      expected.unshift((await addComment(eve, post, `comment ${n}`)).id);
    }
    const about = (one: NotificationView) =>
      'messageId' in one ? one.messageId : 'commentId' in one ? one.commentId : one.kind;
    const first = await ann.live.do('me.listNotifications', {});
    expect([first.unread, first.notifications.length, await unreadNotificationsOf(ann)]).toEqual([34, 30, 34]);
    const second = await ann.live.do('me.listNotifications', { cursor: first.nextCursor ?? '' });
    expect(second.nextCursor).toBeNull();
    expect([...first.notifications, ...second.notifications].map(about)).toEqual(expected);
    const page = await connect(app.url, ann.client.cookieHeader);
    const two = page.next('me.notificationReceived', ({ unread }) => unread === 32);
    const ids = first.notifications.slice(0, 2).map(({ id }) => id);
    expect(await ann.live.do('me.markNotificationsRead', { ids })).toEqual({ unread: 32 });
    await two;
    const none = page.next('me.notificationReceived', ({ unread }) => unread === 0);
    expect(await markAllRead(ann)).toEqual({ unread: 0 });
    await none;
    expect(await bob.live.do('me.markNotificationsRead', { ids })).toEqual({
      unread: await unreadNotificationsOf(bob),
    });
    expect(await ann.live.rejectionOf('me.listNotifications', { cursor: "' or 1" })).toBe('INVALID');
  });

  it('[F52] opted-out category is not notified until the user opts in', async () => {
    await openRoom(ann, room.id);
    const page = await connect(app.url, ann.client.cookieHeader);
    const direct = await openDirectRoom(bob, ann);
    const mine = await sendMessage(ann, room.id, 'a question');
    const commentOfAnn = await addComment(ann, post, 'of mine');
    await app.get(ModelCredits).assign({ ...MODEL, userId: ann.me.id, at: 1 });
    const causes: Record<NotificationCategory, () => Promise<unknown>> = {
      mentions: () => sendMessage(bob, room.id, mentionOf(ann)),
      replies: () => sendMessage(bob, room.id, { text: 'an answer', replyTo: mine.id }),
      direct: () => sendMessage(bob, direct.id, 'psst'),
      comments: () => addComment(bob, post, 'nice'),
      reactions: () => react(bob, post, '👍'),
      follows: () => follows(bob, ann),
      models: () => publishUpload(bob, {}, MADE_BY_ANN),
      versions: () => publishModel(app, { creator: bob, kind: 'lora' }),
      takes: () => finishTake(app, { roomId: room.id, authorId: ann.me.id, number: 1 }, 'finished'),
    };
    await ann.live.do('rooms.close', { roomId: room.id });
    await follows(ann, bob);
    for (const choice of Object.keys(causes) as NotificationCategory[]) {
      const changed = page.next('me.stateChanged', ({ what }) => what === 'choices');
      await ann.live.do('me.setNotificationPreference', { choice, on: false });
      await changed;
    }
    expect(new Set(Object.values((await page.do('me.subscribe', {})).notificationPreferences))).toEqual(
      new Set([false]),
    );
    for (const cause of Object.values(causes)) await cause();
    await sendMessage(bob, room.id, '<@room>');
    await addComment(bob, commentOfAnn, `${mentionOf(ann)} again`);
    expect([await kindsOf(ann), await unreadNotificationsOf(ann)]).toEqual([[], 0]);
    // A user who opted out of mentions is still notified of replies.
    await ann.live.do('me.setNotificationPreference', { choice: 'replies', on: true });
    await addComment(bob, commentOfAnn, `${mentionOf(ann)} once more`);
    await sendMessage(bob, room.id, { text: `${mentionOf(ann)} listen`, replyTo: mine.id });
    expect(await kindsOf(ann)).toEqual(['reply', 'commentReply']);
    for (const choice of Object.keys(causes) as NotificationCategory[]) {
      await ann.live.do('me.setNotificationPreference', { choice, on: true });
    }
    expect(new Set(Object.values((await page.do('me.subscribe', {})).notificationPreferences))).toEqual(
      new Set([true]),
    );
    await addComment(bob, post, 'seen');
    expect((await kindsOf(ann))[0]).toBe('comment');
    expect(
      await ann.live.rejectionOf('me.setNotificationPreference', {
        choice: 'everything' as NotificationCategory,
        on: true,
      }),
    ).toBe('INVALID');
  });

  it('[F53] user is notified once per cause, for the closest reason', async () => {
    const top = await addComment(bob, post, 'top');
    const event = ann.live.next(
      'me.notificationReceived',
      ({ notification }) => notification?.kind === 'commentMention',
    );
    const both = await addComment(eve, top, `${mentionOf(bob)} ${mentionOf(ann)} look`);
    const { notification, unread } = await event;
    expect(unread).toBe(2);
    expect(notification).toMatchObject({
      ...{ kind: 'commentMention', commentId: both.id, by: { id: eve.me.id, name: 'Eve' }, isRead: false },
      ...{ text: `@Bob @${ann.me.name} look`, post: { id: post.id, title: 'Moonlit', contentRating: 'everyone' } },
    });
    expect(await kindsOf(ann)).toEqual(['commentMention', 'comment']);
    expect((await notificationsOf(bob))[0]).toMatchObject({ kind: 'commentMention', commentId: both.id });
    const answer = await addComment(ann, both, 'so it is');
    expect((await notificationsOf(eve))[0]).toMatchObject({ kind: 'commentReply', commentId: answer.id });
    await eve.live.do('comments.edit', { commentId: both.id, text: `${mentionOf(bob)} look there, ${mentionOf(ann)}` });
    expect(await kindsOf(ann)).toEqual(['commentMention', 'comment']);
    await addComment(ann, post, `${mentionOf(ann)} to myself`);
    for (const user of [ann, bob]) await follows(user, eve);
    await react(ann, post, '👍');
    expect(await unreadNotificationsOf(ann)).toBe(2);
    const called = await publishUpload(eve, { title: '', description: `for ${mentionOf(ann)}, with love` });
    expect((await notificationsOf(ann))[0]).toMatchObject({
      ...{ kind: 'postMention', by: { id: eve.me.id }, text: `for @${ann.me.name}, with love` },
      post: { id: called.id, previewUrl: expect.stringContaining(called.id) },
    });
    await eve.live.do('feed.updatePost', {
      postId: called.id,
      changes: { description: `${mentionOf(ann)} and ${mentionOf(bob)}` },
    });
    expect((await notificationsOf(bob))[0]).toMatchObject({ kind: 'postMention', post: { id: called.id } });
    expect(await unreadNotificationsOf(ann)).toBe(3);
  });

  it('[C48] mention in a comment notifies who knows the author or takes part, and nobody else', async () => {
    const [dan, fan, friend, penPal] = await connectUsers(app.url, 'Dan', 'Fan', 'Friend', 'Pen pal');
    const stranger = await connectUser(app.url);
    const mentioned = [ann, bob, fan, friend, penPal, stranger];
    const text = mentioned.map(mentionOf).join(' ');
    const notified = async () => {
      const kinds = await Promise.all(mentioned.map(kindsOf));
      return kinds.map((own) => own.filter((kind) => kind === 'commentMention').length);
    };
    await follows(fan, dan);
    const shared = await createRoom(dan, { visibility: 'private' });
    await addMember(dan, friend, shared.id);
    await openDirectRoom(dan, penPal);
    await addComment(bob, post, 'here before');
    const before = await notified();
    const spam = await addComment(dan, post, text);
    expect(spam.mentions.map(({ id }) => id)).toEqual(mentioned.map(({ me }) => me.id));
    expect((await notified()).map((count, user) => count - before[user]!)).toEqual([1, 1, 1, 1, 1, 0]);
    // An edit notifies nobody again, and no stranger either.
    await dan.live.do('comments.edit', { commentId: spam.id, text: `again ${text}` });
    await addComment(stranger, post, 'now here');
    expect((await notified()).map((count, user) => count - before[user]!)).toEqual([1, 1, 1, 1, 1, 0]);
    await addComment(dan, post, text);
    expect((await notified()).map((count, user) => count - before[user]!)).toEqual([2, 2, 2, 2, 2, 1]);
    await publishUpload(dan, { description: `for ${mentionOf(fan)} and ${mentionOf(stranger)}` });
    expect([(await kindsOf(fan))[0], (await kindsOf(stranger))[0]]).toEqual(['postMention', 'commentMention']);
  });

  it('[C48] mentions in comments notify a limited number of users in a day, fewer while the account is new', async () => {
    const limit = app.get(CommentMentionLimit);
    const { established, newAccount } = COMMENT_MENTION_RATE_LIMITS;
    const granted = async (userId: string, isNew: boolean, tries: number) => {
      const all = await Promise.all(Array.from({ length: tries }, () => limit.spend(userId, isNew)));
      return all.filter(Boolean).length;
    };
    expect(await granted(randomUUID(), true, 2 * newAccount.points)).toBe(newAccount.points);
    const dan = await connectUser(app.url);
    await addComment(bob, post, 'here before');
    await markAllRead(bob);
    expect(await granted(dan.me.id, false, established.points - 1)).toBe(established.points - 1);
    const texts = [1, 2].map((n) => `${mentionOf(bob)} ${mentionOf(ann)} ${n}`);
    for (const text of texts) await addComment(dan, post, text);
    expect(await unreadNotificationsOf(bob)).toBe(1);
    expect((await kindsOf(ann)).slice(0, 2)).toEqual(['commentMention', 'commentMention']);
  });

  it('[F53] notification is deleted with its subject and never comes from a blocked user', async () => {
    const comment = await addComment(bob, post, 'soon gone');
    await react(bob, post, '👍');
    expect(await unreadNotificationsOf(ann)).toBe(2);
    const less = ann.live.next('me.notificationReceived', ({ unread }) => unread === 1);
    await bob.live.do('comments.delete', { commentId: comment.id });
    await less;
    const none = ann.live.next('me.notificationReceived', ({ unread }) => unread === 0);
    await ann.live.do('feed.deletePost', { postId: post.id });
    await none;
    expect(await notificationsOf(ann)).toEqual([]);
    const other = await publishUpload(ann);
    const elsewhere = await publishUpload(eve);
    await block(ann, bob);
    await react(bob, other, '👍');
    await addComment(bob, elsewhere, `${mentionOf(ann)}!`);
    await bob.live.do('feed.updatePost', {
      postId: (await publishUpload(bob)).id,
      changes: { description: mentionOf(ann) },
    });
    expect([await notificationsOf(ann), await unreadNotificationsOf(ann)]).toEqual([[], 0]);
    await block(ann, bob, false);
  });

  it('[F54] reactions and follows are bundled until read', async () => {
    const crowd = [bob, eve, await connectUser(app.url), await connectUser(app.url)];
    const last = crowd.at(-1) as ConnectedUser;
    await Promise.all(crowd.flatMap((user) => ['👍', '🎉'].map((emoji) => react(user, post, emoji))));
    const reactions = async () => (await notificationsOf(ann)).filter(({ kind }) => kind === 'reactions');
    const [one, ...others] = (await reactions()) as Extract<NotificationView, { kind: 'reactions' }>[];
    expect([one?.count, one?.users.length, others]).toEqual([4, 3, []]);
    expect([...(one?.emojis ?? [])].sort()).toEqual(['👍', '🎉'].sort());
    expect(await unreadNotificationsOf(ann)).toBe(1);
    await react(last, post, '👍', false);
    expect(await reactions()).toMatchObject([{ count: 4 }]);
    await react(last, post, '🎉', false);
    expect(await reactions()).toMatchObject([{ id: one?.id, count: 3 }]);
    await markAllRead(ann);
    await react(last, post, '🔥');
    expect(await reactions()).toMatchObject([
      { count: 1, users: [{ id: last.me.id }], emojis: ['🔥'], isRead: false },
      { id: one?.id, count: 3, isRead: true },
    ]);
    await react(last, post, '🔥', false);
    expect([await reactions(), await unreadNotificationsOf(ann)]).toMatchObject([[{ id: one?.id }], 0]);
    // A blocked user is not counted, and not subtracted twice when they undo.
    for (const user of [bob, eve, last]) await react(user, post, '💡');
    expect((await reactions())[0]).toMatchObject({ count: 3 });
    await block(bob, ann);
    expect((await reactions())[0]).toMatchObject({ count: 2 });
    await react(bob, post, '💡', false);
    expect((await reactions())[0]).toMatchObject({ count: 2 });
    await block(ann, eve);
    await block(bob, ann, false);
    expect((await reactions())[0]).toMatchObject({ count: 1, users: [{ id: last.me.id }] });
    await block(ann, eve, false);
    expect((await reactions())[0]).toMatchObject({ count: 2 });
    await react(eve, post, '💡', false);
    expect((await reactions())[0]).toMatchObject({ count: 1, users: [{ id: last.me.id }] });
    await react(last, post, '💡', false);
    expect([await reactions(), await unreadNotificationsOf(ann)]).toMatchObject([[{ id: one?.id }], 0]);
    await Promise.all(crowd.map((user) => follows(user, ann)));
    await follows(bob, ann, false);
    expect((await notificationsOf(ann))[0]).toMatchObject({ kind: 'follow', count: 3, isRead: false });
    expect(await unreadNotificationsOf(ann)).toBe(1);
    await react(last, post, '🔥');
    await react(eve, post, '🔥');
    await deleteAccount(last);
    expect(await notificationsOf(ann)).toMatchObject([
      { kind: 'reactions', count: 1, users: [{ id: eve.me.id }], isRead: false },
      { kind: 'follow', count: 2, isRead: false },
      { id: one?.id },
    ]);
    for (const user of crowd.slice(0, -1)) await follows(user, ann, false);
    expect(await unreadNotificationsOf(ann)).toBe(1);
  });

  it('[F55] author is notified of an ended take when away and able to see its room', async () => {
    const studio = await createRoom(bob);
    const take = (number: number, end: Parameters<typeof finishTake>[2]) =>
      finishTake(app, { roomId: studio.id, authorId: ann.me.id, number }, end);
    await openRoom(ann, studio.id);
    await take(1, 'finished');
    await ann.live.do('me.setAway', { away: true });
    const failed = await take(2, 'failed');
    await ann.live.do('me.setAway', { away: false });
    await ann.live.do('rooms.close', { roomId: studio.id });
    const event = ann.live.next('me.notificationReceived', ({ notification }) => notification?.kind === 'takeFinished');
    const finished = await take(3, 'finished');
    expect((await event).notification).toMatchObject({ room: { id: studio.id, name: studio.name }, number: 3 });
    const ended = await take(4, 'endedByAdmin');
    const seen = [
      { kind: 'takeEnded', takeId: ended, adminReason: 'busy' },
      { kind: 'takeFinished', takeId: finished, prompt: 'a red fox' },
      { kind: 'takeFailed', takeId: failed, number: 2 },
    ];
    expect(await notificationsOf(ann)).toMatchObject(seen);
    await bob.live.do('rooms.ban', { roomId: studio.id, clientId: randomUUID(), userId: ann.me.id, on: true });
    expect([await notificationsOf(ann), await unreadNotificationsOf(ann)]).toEqual([[], 0]);
  });
});
