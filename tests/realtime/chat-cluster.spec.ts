import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOM_MENTION_RATE_LIMITS, type NotificationView, type ReadState, type RoomView } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { edits, reads, removes, sends } from '../support/chat.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { aRoom, opens, type Present, someone } from '../support/rooms.js';
import { freshDatabase, redisUrl } from '../support/services.js';

type Notified = { readonly notification?: NotificationView; readonly unread: number };

describe('what is not read, on two nodes over MySQL and Redis', () => {
  let lines: TcpProxy[];
  let one: RunningApp;
  let two: RunningApp;
  let ann: Present;
  let bob: Present;
  let bobOnTwo: LiveClient;
  let room: RoomView;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase('mysql');
    lines = [await startTcpProxy(redisUrl()), await startTcpProxy(redisUrl())];
    const settings = { databaseUrl, mode: 'cluster', logLevel: 'silent' } as const;
    const nodes = await Promise.all(lines.map(({ url }) => bootApp({ ...settings, redisUrl: url })));
    [one, two] = nodes as [RunningApp, RunningApp];
    ann = await someone(one.url, 'Ann');
    bob = await someone(one.url, 'Bob');
    bobOnTwo = await connect(two.url, bob.client.cookieHeader);
  });
  beforeEach(async () => {
    room = await aRoom(ann);
    await opens(ann, room.id);
    await opens(bob, room.id);
  });

  const marked = (live: LiveClient, matches: (mark: ReadState) => boolean) =>
    waitForEvent<ReadState>(live, 'chat.readStateChanged', (mark) => mark.roomId === room.id && matches(mark));
  const notified = (live: LiveClient, unread: number) =>
    waitForEvent<Notified>(live, 'me.notificationReceived', (told) => told.unread === unread);
  const unreadOfBob = async () => (await bob.live.do('me.markNotificationsRead', {})).unread;

  it('[C17] a page on another node hears what others say, and what the same person reads elsewhere', async () => {
    await unreadOfBob();
    const [mark, call] = [marked(bobOnTwo, ({ mentions }) => mentions === 1), notified(bobOnTwo, 1)];
    const message = await sends(ann, room.id, `<@${bob.me.id}> look`);
    expect(await mark).toMatchObject({ unread: 1 });
    expect((await call).notification).toMatchObject({ kind: 'mention', text: '@Bob look', messageId: message.id });
    const both = Promise.all([marked(bobOnTwo, ({ unread }) => unread === 0), notified(bobOnTwo, 0)]);
    await bob.live.do('chat.markRead', { roomId: room.id, seq: message.seq });
    await both;
  });

  it('[C13] what is edited and removed at both nodes at once ends the same for both', async () => {
    const messages = await Promise.all(Array.from({ length: 8 }, (_, n) => sends(ann, room.id, `words ${n}`)));
    const annOnTwo = { live: await connect(two.url, ann.client.cookieHeader) };
    await Promise.allSettled(
      messages.flatMap((message) => [
        edits(ann, message, 'changed'),
        removes(annOnTwo, message),
        edits(annOnTwo, message, 'again'),
      ]),
    );
    for (const message of messages) {
      const here = await reads(ann, message);
      expect(here).toMatchObject({ text: '', deleted: { by: { id: ann.me.id } } });
      expect(await reads(annOnTwo, message)).toEqual(here);
    }
  });

  it('[C26] everybody is called so often and no more, over both nodes, by who looks after the room more often', async () => {
    const { points } = ROOM_MENTION_RATE_LIMITS.members;
    const call = (n: number) => ({ roomId: room.id, clientId: randomUUID(), text: `no. ${n}, <@room>` });
    const pages = [bob.live, bobOnTwo];
    const lost = { ...call(0), attachments: [randomUUID()] };
    expect(await bob.live.refusal('chat.send', lost)).toBe('CHAT_ATTACHMENT_NOT_FOUND');
    const calls = Array.from({ length: points }, (_, n) => call(n));
    const said = await Promise.all(calls.map((one, n) => (pages[n % 2] as LiveClient).do('chat.send', one)));
    for (const live of pages) {
      expect(await live.ask('chat.send', call(points))).toEqual({
        ok: false,
        error: { code: 'CHAT_ROOM_MENTION_RATE_LIMITED', detail: { retryAfterSeconds: expect.any(Number) } },
      });
    }
    expect(await bobOnTwo.do('chat.send', calls[0] as (typeof calls)[0])).toEqual(said[0]);
    await sends(bob, room.id, 'without it');
    await sends(bob, (await aRoom(bob)).id, '<@room>');
    const alone = (await ann.client.post<{ id: string }>('/api/direct-rooms', { userId: bob.me.id })).body;
    for (let n = 0; n <= points; n++) {
      await sends(ann, room.id, '<@room>');
      await sends(bob, alone.id, '<@room>');
    }
  });

  it('[C17] what was said while Redis was away is told when it is back', async () => {
    await unreadOfBob();
    for (const line of lines) line.disconnect();
    const both = Promise.all([marked(bobOnTwo, ({ mentions }) => mentions === 1), notified(bobOnTwo, 1)]);
    await sends(ann, room.id, `<@${bob.me.id}> are you there?`);
    for (const line of lines) line.reconnect();
    const [mark] = await both;
    expect(mark).toMatchObject({ unread: 1, mentions: 1 });
  });
});
