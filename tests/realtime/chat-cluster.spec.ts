import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOM_MENTION_RATE_LIMITS, type NotificationView, type ReadState, type RoomView } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { editMessage, getMessage, deleteMessage, sendMessage } from '../support/chat.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { freshDatabase, redisUrl } from '../support/services.js';

type Notified = { readonly notification?: NotificationView; readonly unread: number };

describe('read states and notifications on two nodes over MySQL and Redis', () => {
  let proxies: TcpProxy[];
  let one: RunningApp;
  let two: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let bobOnTwo: LiveClient;
  let room: RoomView;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase('mysql');
    proxies = [await startTcpProxy(redisUrl()), await startTcpProxy(redisUrl())];
    const settings = { databaseUrl, mode: 'cluster', logLevel: 'silent' } as const;
    const nodes = await Promise.all(proxies.map(({ url }) => bootApp({ ...settings, redisUrl: url })));
    [one, two] = nodes as [RunningApp, RunningApp];
    ann = await connectUser(one.url, 'Ann');
    bob = await connectUser(one.url, 'Bob');
    bobOnTwo = await connect(two.url, bob.client.cookieHeader);
  });
  beforeEach(async () => {
    room = await createRoom(ann);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
  });

  const marked = (live: LiveClient, matches: (readState: ReadState) => boolean) =>
    waitForEvent<ReadState>(live, 'chat.readStateChanged', (one) => one.roomId === room.id && matches(one));
  const notified = (live: LiveClient, unread: number) =>
    waitForEvent<Notified>(live, 'me.notificationReceived', (event) => event.unread === unread);
  const unreadOfBob = async () => (await bob.live.do('me.markNotificationsRead', {})).unread;

  it('[C17] a client on another node receives read states and notifications', async () => {
    await unreadOfBob();
    const [readState, notification] = [marked(bobOnTwo, ({ mentions }) => mentions === 1), notified(bobOnTwo, 1)];
    const message = await sendMessage(ann, room.id, `<@${bob.me.id}> look`);
    expect(await readState).toMatchObject({ unread: 1 });
    expect((await notification).notification).toMatchObject({
      kind: 'mention',
      text: '@Bob look',
      messageId: message.id,
    });
    const both = Promise.all([marked(bobOnTwo, ({ unread }) => unread === 0), notified(bobOnTwo, 0)]);
    await bob.live.do('chat.markRead', { roomId: room.id, seq: message.seq });
    await both;
  });

  it('[C13] concurrent edits and deletions on two nodes end the same on both', async () => {
    const messages = await Promise.all(Array.from({ length: 8 }, (_, n) => sendMessage(ann, room.id, `words ${n}`)));
    const annOnTwo = { live: await connect(two.url, ann.client.cookieHeader) };
    await Promise.allSettled(
      messages.flatMap((message) => [
        editMessage(ann, message, 'changed'),
        deleteMessage(annOnTwo, message),
        editMessage(annOnTwo, message, 'again'),
      ]),
    );
    for (const message of messages) {
      const onOne = await getMessage(ann, message);
      expect(onOne).toMatchObject({ text: '', deleted: { by: { id: ann.me.id } } });
      expect(await getMessage(annOnTwo, message)).toEqual(onOne);
    }
  });

  it('[C26] room mentions are limited over both nodes, with a higher limit for managers', async () => {
    const { points } = ROOM_MENTION_RATE_LIMITS.members;
    const roomMention = (n: number) => ({ roomId: room.id, clientId: randomUUID(), text: `no. ${n}, <@room>` });
    const clients = [bob.live, bobOnTwo];
    const invalid = { ...roomMention(0), attachments: [randomUUID()] };
    expect(await bob.live.rejectionOf('chat.send', invalid)).toBe('CHAT_ATTACHMENT_NOT_FOUND');
    const commands = Array.from({ length: points }, (_, n) => roomMention(n));
    const replies = await Promise.all(commands.map((one, n) => (clients[n % 2] as LiveClient).do('chat.send', one)));
    for (const live of clients) {
      expect(await live.ask('chat.send', roomMention(points))).toEqual({
        ok: false,
        error: { code: 'CHAT_ROOM_MENTION_RATE_LIMITED', detail: { retryAfterSeconds: expect.any(Number) } },
      });
    }
    expect(await bobOnTwo.do('chat.send', commands[0] as (typeof commands)[0])).toEqual(replies[0]);
    await sendMessage(bob, room.id, 'without it');
    await sendMessage(bob, (await createRoom(bob)).id, '<@room>');
    const direct = (await ann.client.post<{ id: string }>('/api/direct-rooms', { userId: bob.me.id })).body;
    for (let n = 0; n <= points; n++) {
      await sendMessage(ann, room.id, '<@room>');
      await sendMessage(bob, direct.id, '<@room>');
    }
  });

  it('[C17] changes during an outage of Redis are broadcast when it returns', async () => {
    await unreadOfBob();
    for (const proxy of proxies) proxy.disconnect();
    const both = Promise.all([marked(bobOnTwo, ({ mentions }) => mentions === 1), notified(bobOnTwo, 1)]);
    await sendMessage(ann, room.id, `<@${bob.me.id}> are you there?`);
    for (const proxy of proxies) proxy.reconnect();
    const [readState] = await both;
    expect(readState).toMatchObject({ unread: 1, mentions: 1 });
  });
});
