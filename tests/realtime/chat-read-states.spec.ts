import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageNotification, MessageView, ReadState, RoomView } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { editMessage, deleteMessage, sendMessage } from '../support/chat.js';
import { connect } from '../support/live-client.js';
import {
  openDirectRoom,
  createRoom,
  addMember,
  openRoom,
  type ConnectedUser,
  connectUser,
  connectUsers,
} from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

describe.each(DIALECTS)('read states and notifications in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let eve: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [ann, bob, eve] = await connectUsers(app.url, 'Ann', 'Bob', 'Eve');
  });
  beforeEach(async () => {
    room = await createRoom(ann);
    for (const user of [ann, bob, eve]) await openRoom(user, room.id);
  });
  // A client can have only a few rooms open at once.
  afterEach(async () => {
    for (const { live } of [ann, bob, eve]) await live.do('rooms.close', { roomId: room.id });
  });

  const readStateOf = async ({ live }: ConnectedUser, roomId = room.id): Promise<ReadState | undefined> =>
    (await live.do('me.subscribe', {})).readStates.find((one) => one.roomId === roomId);
  const unreadOf = async (user: ConnectedUser) => (await user.live.do('me.subscribe', {})).unreadNotifications;
  const anotherClient = ({ client }: ConnectedUser) => connect(app.url, client.cookieHeader);
  /** All notifications in these tests are about messages. */
  const notificationsOf = async ({ live }: ConnectedUser, cursor?: string) => {
    const page = await live.do('me.listNotifications', cursor === undefined ? {} : { cursor });
    return { ...page, notifications: page.notifications as MessageNotification[] };
  };
  const newest = async (user: ConnectedUser) => (await notificationsOf(user)).notifications[0];
  const notified = (user: ConnectedUser, text: string) =>
    user.live.next(
      'me.notificationReceived',
      ({ notification }) => (notification as MessageNotification | undefined)?.text === text,
    );
  const mentionOf = (user: ConnectedUser, text = '') => `<@${user.me.id}> ${text}`;

  it('[C17] unread counts the messages of others in every room', async () => {
    const other = await createRoom(ann);
    await openRoom(bob, other.id);
    for (const text of ['one', 'two', 'three']) await sendMessage(ann, room.id, text);
    const deleted = await sendMessage(ann, room.id, 'four');
    await sendMessage(ann, other.id, 'elsewhere');
    await deleteMessage(ann, deleted);
    expect(await readStateOf(bob)).toMatchObject({ unread: 3, mentions: 0, notificationLevel: 'all' });
    expect(await readStateOf(bob, other.id)).toMatchObject({ unread: 1 });
    expect(await readStateOf(ann)).toMatchObject({ unread: 0 });
    expect((await openRoom(bob, room.id)).readState).toEqual(await readStateOf(bob));
    expect((await (await connect(app.url)).do('rooms.open', { roomId: room.id })).readState).toBeUndefined();
  });

  it('[C17] a user who joins a room has read its earlier messages', async () => {
    await sendMessage(ann, room.id, 'long ago');
    const late = await connectUser(app.url);
    const { readState, seq } = await openRoom(late, room.id);
    expect(readState).toEqual({ roomId: room.id, readSeq: seq, unread: 0, mentions: 0, notificationLevel: 'all' });
    await sendMessage(ann, room.id, 'news');
    expect(await readStateOf(late)).toMatchObject({ unread: 1 });
  });

  it('[C17] a read state only advances, at most to the last event, and is lowered by marking as unread', async () => {
    const first = await sendMessage(ann, room.id, 'first');
    const second = await sendMessage(ann, room.id, 'second');
    const read = (seq: number) => bob.live.do('chat.markRead', { roomId: room.id, seq });
    expect(await read(second.seq)).toMatchObject({ readSeq: second.seq, unread: 0 });
    expect(await read(first.seq)).toMatchObject({ readSeq: second.seq });
    expect(await read(1_000_000)).toMatchObject({ readSeq: second.seq });
    const unread = { roomId: room.id, messageId: first.id };
    expect(await bob.live.do('chat.markUnread', unread)).toMatchObject({ readSeq: first.seq - 1, unread: 2 });
    expect(await readStateOf(bob)).toMatchObject({ unread: 2 });
    expect(await bob.live.rejectionOf('chat.markUnread', { ...unread, messageId: randomUUID() })).toBe(
      'CHAT_MESSAGE_NOT_FOUND',
    );
    const reader = await connectUser(app.url);
    expect(await reader.live.rejectionOf('chat.markRead', { roomId: room.id, seq: 1 })).toBe('ROOMS_NOT_A_MEMBER');
  });

  it('[C17] a read state reaches the other clients of the user', async () => {
    const message = await sendMessage(ann, room.id, 'news');
    const client = await anotherClient(bob);
    const received = client.next('chat.readStateChanged', ({ readSeq }) => readSeq === message.seq);
    const readState = await bob.live.do('chat.markRead', { roomId: room.id, seq: message.seq });
    expect(await received).toEqual(readState);
    const levelChanged = client.next(
      'chat.readStateChanged',
      ({ notificationLevel }) => notificationLevel === 'mentions',
    );
    await bob.live.do('chat.setNotificationLevel', { roomId: room.id, notificationLevel: 'mentions' });
    expect(await levelChanged).toMatchObject({ roomId: room.id, notificationLevel: 'mentions' });
  });

  it('[C17] new messages update read states of members without the room open, and of no one else', async () => {
    const client = await anotherClient(bob);
    const stranger = await connectUser(app.url);
    const events = stranger.live.collect('chat.readStateChanged');
    const received = client.next('chat.readStateChanged', ({ roomId, unread }) => roomId === room.id && unread === 20);
    await Promise.all(Array.from({ length: 20 }, (_, n) => sendMessage(ann, room.id, `news ${n}`)));
    expect(await received).toMatchObject({ unread: 20 });
    const less = client.next('chat.readStateChanged', ({ roomId, unread }) => roomId === room.id && unread === 20);
    const deleted = await sendMessage(ann, room.id, 'too much');
    await deleteMessage(ann, deleted);
    await less;
    await stranger.live.do('lobby.unsubscribe', {});
    expect(events).toEqual([]);
  });

  it('[C17] sending a message marks the room as read', async () => {
    await sendMessage(ann, room.id, `a question, ${mentionOf(bob)}`);
    expect(await readStateOf(bob)).toMatchObject({ unread: 1, mentions: 1 });
    const client = await anotherClient(bob);
    const received = client.next('chat.readStateChanged', ({ unread }) => unread === 0);
    const answer = await sendMessage(bob, room.id, 'an answer');
    expect(await received).toMatchObject({ readSeq: answer.seq, mentions: 0 });
    expect(await readStateOf(bob)).toMatchObject({ readSeq: answer.seq, unread: 0, mentions: 0 });
  });

  it('[C15] a mention resolves to users who can see the room', async () => {
    const hidden = await createRoom(ann, { visibility: 'private' });
    await addMember(ann, bob, hidden.id);
    const message = await sendMessage(ann, hidden.id, `${mentionOf(bob)} ${mentionOf(eve)} <@${randomUUID()}> <@room>`);
    expect(message.mentions).toEqual([{ id: bob.me.id, name: 'Bob' }]);
    const read = await bob.live.do('chat.getMessage', { roomId: hidden.id, messageId: message.id });
    expect(read.message).toEqual(message);
    expect((await newest(eve))?.messageId).not.toBe(message.id);
    expect(await newest(bob)).toMatchObject({ messageId: message.id, kind: 'mention', isRead: false });
  });

  it('[C15] a message mentions at most twenty users', async () => {
    const many = `${Array.from({ length: 20 }, () => `<@${randomUUID()}>`).join('')}${mentionOf(bob)}`;
    const message = await sendMessage(ann, room.id, many);
    expect(message.mentions).toBeUndefined();
    expect((await newest(bob))?.messageId).not.toBe(message.id);
  });

  it('[C16] a message notifies each user once, for the most specific kind, on every client', async () => {
    const original = await sendMessage(bob, room.id, 'who is it?');
    const client = await anotherClient(bob);
    const text = `@Bob it is me, @room`;
    const both = [notified(bob, text), notified({ ...bob, live: client }, text)];
    const before = await unreadOf(bob);
    const answer = await sendMessage(ann, room.id, { text: `<@${bob.me.id}> it is me, <@room>`, replyTo: original.id });
    for (const { notification, unread } of await Promise.all(both)) {
      expect(unread).toBe(before + 1);
      expect(notification).toMatchObject({
        kind: 'mention',
        room: { id: room.id, name: room.name },
        messageId: answer.id,
        by: { id: ann.me.id, name: 'Ann' },
        text,
        at: answer.at,
        isRead: false,
      });
    }
    expect(await newest(eve)).toMatchObject({ messageId: answer.id, kind: 'roomMention' });
    const second = await sendMessage(ann, room.id, { text: 'again', replyTo: original.id });
    expect(await newest(bob)).toMatchObject({ messageId: second.id, kind: 'reply' });
    expect((await newest(ann))?.messageId).not.toBe(answer.id);
    expect(await readStateOf(bob)).toMatchObject({ unread: 2, mentions: 2 });
  });

  it('[C16] a direct message notifies the other user', async () => {
    const { id: direct } = await openDirectRoom(ann, bob);
    const received = notified(bob, 'psst');
    const message = await sendMessage(ann, direct, 'psst');
    expect((await received).notification).toMatchObject({
      kind: 'direct',
      messageId: message.id,
      room: { id: direct },
    });
    expect(await readStateOf(bob, direct)).toMatchObject({ unread: 1, mentions: 1 });
    await bob.live.do('chat.setNotificationLevel', { roomId: direct, notificationLevel: 'mentions' });
    const second = await sendMessage(ann, direct, 'again');
    expect((await newest(bob))?.messageId).not.toBe(second.id);
    const third = await sendMessage(ann, direct, mentionOf(bob));
    expect(await newest(bob)).toMatchObject({ messageId: third.id, kind: 'mention' });
  });

  it('[C16] notifications follow the notification level of the room', async () => {
    const level = (notificationLevel: 'all' | 'mentions' | 'nothing') =>
      bob.live.do('chat.setNotificationLevel', { roomId: room.id, notificationLevel });
    const isNotified = async (message: Parameters<typeof sendMessage>[2]) => {
      const { id } = await sendMessage(ann, room.id, message);
      return (await newest(bob))?.messageId === id;
    };
    const mine = await sendMessage(bob, room.id, 'mine');
    const outcomes = async () => [
      await isNotified('just so'),
      await isNotified('<@room>'),
      await isNotified(mentionOf(bob)),
      await isNotified({ text: 'answer', replyTo: mine.id }),
    ];
    expect(await outcomes()).toEqual([false, true, true, true]);
    await level('mentions');
    expect(await outcomes()).toEqual([false, false, true, true]);
    await level('nothing');
    expect(await outcomes()).toEqual([false, false, false, false]);
    expect(await readStateOf(bob)).toMatchObject({ unread: 12, notificationLevel: 'nothing' });
  });

  it('[C16] messages of blocked users neither notify nor count as unread', async () => {
    await sendMessage(eve, room.id, 'before');
    expect((await bob.client.send('PUT', `/api/me/blocks/${eve.me.id}`, undefined)).status).toBe(204);
    const message = await sendMessage(eve, room.id, mentionOf(bob, 'listen!'));
    expect(message.mentions).toEqual([{ id: bob.me.id, name: 'Bob' }]);
    expect((await newest(bob))?.messageId).not.toBe(message.id);
    expect(await readStateOf(bob)).toMatchObject({ unread: 0, mentions: 0 });
    expect((await bob.client.delete(`/api/me/blocks/${eve.me.id}`)).status).toBe(204);
    expect(await readStateOf(bob)).toMatchObject({ unread: 2, mentions: 0 });
  });

  it('[C16] an edit notifies only newly mentioned users', async () => {
    const message = await sendMessage(ann, room.id, mentionOf(bob, 'hello'));
    await editMessage(ann, message, `${mentionOf(bob)} ${mentionOf(eve)} <@room>`);
    expect(await newest(eve)).toMatchObject({ messageId: message.id, kind: 'mention' });
    const { notifications } = await notificationsOf(bob);
    expect(notifications.filter(({ messageId }) => messageId === message.id)).toHaveLength(1);
  });

  it('[C16] a notification is read with its room or alone, and deleted with its message', async () => {
    await bob.live.do('me.markNotificationsRead', {});
    expect(await unreadOf(bob)).toBe(0);
    const [first, second, third] = [
      await sendMessage(ann, room.id, mentionOf(bob, 'one')),
      await sendMessage(ann, room.id, mentionOf(bob, 'two')),
      await sendMessage(ann, room.id, mentionOf(bob, 'three')),
    ];
    expect(await unreadOf(bob)).toBe(3);
    const client = await anotherClient(bob);
    const two = client.next('me.notificationReceived', ({ unread }) => unread === 2);
    await bob.live.do('chat.markRead', { roomId: room.id, seq: first.seq });
    await two;
    const seen = await newest(bob);
    const one = client.next('me.notificationReceived', ({ unread }) => unread === 1);
    const marked = client.next('chat.readStateChanged', ({ mentions }) => mentions === 1);
    expect(await bob.live.do('me.markNotificationsRead', { ids: [seen?.id ?? '', randomUUID()] })).toEqual({
      unread: 1,
    });
    await Promise.all([one, marked]);
    const none = client.next('me.notificationReceived', ({ unread }) => unread === 0);
    await deleteMessage(ann, second);
    await none;
    const left = (await notificationsOf(bob)).notifications.slice(0, 2);
    expect(left.map(({ messageId, isRead }) => [messageId, isRead])).toEqual([
      [third.id, true],
      [first.id, true],
    ]);
    const ids = left.map(({ id }) => id);
    expect(await eve.live.do('me.markNotificationsRead', { ids })).toEqual({ unread: await unreadOf(eve) });
  });

  it('[C16] notifications of a room disappear when the user can no longer see it', async () => {
    const hidden = await createRoom(ann, { visibility: 'private' });
    await addMember(ann, bob, hidden.id);
    await bob.live.do('me.markNotificationsRead', {});
    const message = await sendMessage(ann, hidden.id, mentionOf(bob, 'a secret'));
    expect(await newest(bob)).toMatchObject({ messageId: message.id });
    const kick = { roomId: hidden.id, clientId: randomUUID(), userId: bob.me.id };
    const less = bob.live.next('me.notificationReceived', ({ unread }) => unread === 0);
    await ann.live.do('rooms.kick', kick);
    await less;
    expect(JSON.stringify(await notificationsOf(bob))).not.toContain('a secret');
    expect(await readStateOf(bob, hidden.id)).toBeUndefined();
    expect((await bob.live.do('chat.searchMyRooms', { text: 'secret' })).hits).toEqual([]);
  });

  it('[C16] notifications are paged newest first, each once', async () => {
    const reader = await connectUser(app.url);
    await openRoom(reader, room.id);
    const sent: MessageView[] = [];
    for (let n = 0; n < 35; n++) sent.push(await sendMessage(ann, room.id, mentionOf(reader, `call ${n}`)));
    const first = await notificationsOf(reader);
    expect(first).toMatchObject({ unread: 35, nextCursor: expect.any(String) });
    const second = await notificationsOf(reader, first.nextCursor ?? '');
    expect(second.nextCursor).toBeNull();
    const all = [...first.notifications, ...second.notifications].map(({ messageId }) => messageId);
    expect(all).toEqual(sent.map(({ id }) => id).reverse());
    expect(await reader.live.rejectionOf('me.listNotifications', { cursor: "' or 1" })).toBe('INVALID');
  });
});
