import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ReactionsRepository } from '@visionary/comments';
import type { RoomEventOf, RoomView } from '@visionary/contract';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { connect } from '../support/live-client.js';
import {
  memberCommand,
  createRoom,
  createRoomWith,
  roomCommand,
  openRoom,
  type ConnectedUser,
  sendText,
  connectUser,
  connectUsers,
  addMember,
} from '../support/rooms.js';
import { editMessage, getMessage, deleteMessage, sendMessage } from '../support/chat.js';
import { exportOf, deleteAccount } from '../support/users.js';

type Sent = RoomEventOf<'chat.sent'>;

describe('chat over sockets', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp();
    [ann, bob] = await connectUsers(app.url, 'Ann', 'Bob');
    room = await createRoom(ann);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
  });

  it('[C1] a message reaches everyone in the room, and acknowledgement and broadcast are equal', async () => {
    const received = bob.live.next('chat.sent');
    const { event } = await sendText(ann, room.id, 'hello');
    expect(await received).toEqual(event);
    expect(event).toMatchObject({ type: 'chat.sent', actorId: ann.me.id, roomId: room.id });
  });

  it('[C2] a text is stored unchanged', async () => {
    const text = `'; drop table message; -- "\\" 🏴󠁧󠁢󠁷󠁬󠁳󠁿 你好 \u202e <script>alert(1)</script> \u0001 \r\n\t %_`;
    const { event } = await sendText(ann, room.id, text);
    const page = await ann.live.do('chat.listBefore', { roomId: room.id, beforeSeq: event.seq + 1 });
    expect(page.messages[0]?.text).toBe(text);
    const fresh = await (await connect(app.url)).do('rooms.open', { roomId: room.id });
    expect(fresh.state).toMatchObject({
      kind: 'fresh',
      messages: expect.arrayContaining([expect.objectContaining({ text })]),
    });
  });

  it('[C3] an invalid message is rejected', async () => {
    const send = (text: unknown) =>
      ann.live.rejectionOf('chat.send', { roomId: room.id, clientId: randomUUID(), text: text as string });
    for (const text of [
      '',
      '   \n',
      '\u200b\u2060\ufeff',
      '\u3164\u2800',
      'a\u0000b',
      'x'.repeat(4001),
      null,
      7,
      ['a'],
      { $gt: '' },
    ]) {
      expect(await send(text)).toBe('INVALID');
    }
    expect(await send('x'.repeat(4000))).toBe('ok');
  });

  it('[RT1] 50 concurrent messages get one order without gaps, the same for every client', async () => {
    const before = (await openRoom(bob, room.id)).seq;
    const [atAnn, atBob] = [ann, bob].map(({ live }) => live.collect('chat.sent'));
    const all = [ann, bob].map(({ live }) => live.next('chat.sent', ({ seq }) => seq === before + 50));
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) => sendText(n % 2 ? ann : bob, room.id, `message ${n}`)),
    );
    const seqs = replies.map(({ event }) => event.seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 50 }, (_, n) => before + 1 + n));
    await Promise.all(all);
    const missed = await bob.live.do('rooms.eventsSince', { roomId: room.id, afterSeq: before });
    expect(atBob).toEqual(missed.events);
    expect(atAnn).toEqual(missed.events);
  });

  it('[RT2] a retry gets the first event, also with another text and when both are concurrent', async () => {
    const clientId = randomUUID();
    const first = await sendText(ann, room.id, 'first', clientId);
    expect(await sendText(ann, room.id, 'second', clientId)).toEqual(first);
    const raced = randomUUID();
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => sendText(ann, room.id, `race ${n}`, raced)));
    expect(new Set(all.map(({ event }) => event.seq)).size).toBe(1);
    expect(new Set(all.map(({ event }) => JSON.stringify(event))).size).toBe(1);
    const other = await sendText(bob, room.id, 'mine', raced);
    expect(other.event.seq).not.toBe(all[0]?.event.seq);
  });

  it('[C4] a reaction is added and removed, broadcast, and part of later pages', async () => {
    const { event } = await sendText(ann, room.id, 'look');
    const messageId = (event as Sent).payload.message.id;
    const react = (user: ConnectedUser, emoji: string, on: boolean) =>
      user.live.do('chat.react', { roomId: room.id, clientId: randomUUID(), messageId, emoji, on });
    const received = bob.live.next('chat.reacted');
    await react(ann, '👍🏽', true);
    expect((await received).payload).toEqual({
      messageId,
      emoji: '👍🏽',
      user: { id: ann.me.id, name: 'Ann' },
      on: true,
      count: 1,
    });
    await react(bob, '👍🏽', true);
    expect((await react(bob, '👍🏽', true)).event.payload).toMatchObject({ count: 2 });
    await react(bob, '🐈', true);
    await react(bob, '🐈', false);
    const [message] = (await ann.live.do('chat.listBefore', { roomId: room.id, beforeSeq: event.seq + 1, limit: 1 }))
      .messages;
    expect(message?.reactions).toEqual([
      {
        emoji: '👍🏽',
        count: 2,
        users: [
          { id: ann.me.id, name: 'Ann' },
          { id: bob.me.id, name: 'Bob' },
        ],
      },
    ]);
    const page = await ann.live.do('chat.listReactions', { roomId: room.id, messageId, emoji: '👍🏽' });
    expect(page).toEqual({ count: 2, users: message?.reactions[0]?.users, nextCursor: null });
  });

  it('[C25] a snapshot marks the own reaction when the reader is not among the named users', async () => {
    const other = await createRoom(ann);
    const { event } = await sendText(ann, other.id, 'look');
    const { id: messageId } = (event as Sent).payload.message;
    const given = { subjectId: messageId, emoji: '🔥', at: 1 };
    const reactions = app.get(ReactionsRepository);
    for (let n = 0; n < 30; n++) await reactions.add('message', { ...given, userId: randomUUID() });
    const reaction = { roomId: other.id, clientId: randomUUID(), messageId, emoji: '🔥', on: true };
    expect((await ann.live.do('chat.react', reaction)).event.payload).toMatchObject({ count: 31 });
    const shown = async (user: ConnectedUser) => {
      const { state } = await openRoom(user, other.id);
      const [first] = state.kind === 'fresh' ? (state.messages[0]?.reactions ?? []) : [];
      return [first?.count, first?.users.length, first?.myUserId];
    };
    expect(await shown(ann)).toEqual([31, 20, ann.me.id]);
    expect(await shown(bob)).toEqual([31, 20, undefined]);
  });

  it('[RT2] a repeated reaction gets the first event', async () => {
    const { event } = await sendText(ann, room.id, 'again');
    const messageId = (event as Sent).payload.message.id;
    const reaction = { roomId: room.id, clientId: randomUUID(), messageId, emoji: '🎨', on: true };
    const [first, second] = await Promise.all([
      ann.live.do('chat.react', reaction),
      ann.live.do('chat.react', reaction),
    ]);
    expect(second).toEqual(first);
    expect(await ann.live.do('chat.react', { ...reaction, on: false })).toEqual(first);
  });

  it('[C5] a reaction is rejected for messages of other rooms and for anything but one emoji', async () => {
    const privateRoom = await createRoom(bob, { visibility: 'private' });
    const { event } = await sendText(bob, privateRoom.id, 'secret');
    const messageId = (event as Sent).payload.message.id;
    const react = (id: string, emoji: string) =>
      ann.live.rejectionOf('chat.react', { roomId: room.id, clientId: randomUUID(), messageId: id, emoji, on: true });
    expect(await react(messageId, '👍')).toBe('CHAT_MESSAGE_NOT_FOUND');
    expect(await react(randomUUID(), '👍')).toBe('CHAT_MESSAGE_NOT_FOUND');
    for (const emoji of ['a', '👍👍', '👍 ', '<b>', '1']) {
      expect(await react(messageId, emoji)).toBe('COMMENTS_INVALID_EMOJI');
    }
  });

  it('[C7] older pages list each message once, newest first', async () => {
    const long = await createRoom(ann);
    for (let n = 0; n < 23; n++) await sendText(ann, long.id, `line ${n}`);
    const texts: string[] = [];
    let beforeSeq = Number.MAX_SAFE_INTEGER;
    for (let hasMore = true; hasMore;) {
      const page = await ann.live.do('chat.listBefore', { roomId: long.id, beforeSeq, limit: 5 });
      texts.push(...page.messages.map(({ text }) => text));
      beforeSeq = page.messages.at(-1)?.seq ?? 0;
      hasMore = page.hasMore;
    }
    expect(texts).toEqual(Array.from({ length: 23 }, (_, n) => `line ${22 - n}`));
  });

  it('[C8] a typing indicator reaches others in the room at most once a second, and never its user', async () => {
    const toAnn = ann.live.collect('chat.userTyping');
    const toBob = bob.live.collect('chat.userTyping');
    const received = bob.live.next('chat.userTyping');
    await Promise.all(Array.from({ length: 20 }, () => ann.live.do('chat.startTyping', { roomId: room.id })));
    await received;
    const sent = bob.live.next('chat.sent');
    await sendText(ann, room.id, 'typed');
    await sent;
    expect(toBob).toEqual([{ roomId: room.id, user: { id: ann.me.id, name: 'Ann' } }]);
    expect(toAnn).toEqual([]);
    const outsider = await connectUser(app.url);
    await openRoom(outsider, room.id);
    await outsider.live.do('rooms.close', { roomId: room.id });
    expect(await outsider.live.rejectionOf('chat.startTyping', { roomId: room.id })).toBe('ROOMS_NOT_SUBSCRIBED');
  });

  it('[C40] a typing indicator does not reach users who are blocked in either direction', async () => {
    const [cem, dan] = [await connectUser(app.url), await connectUser(app.url)];
    const { id } = await createRoom(ann);
    for (const one of [ann, cem, dan]) await openRoom(one, id);
    await cem.client.send('PUT', `/api/me/blocks/${dan.me.id}`, undefined);
    const [toCem, toDan] = [cem.live.collect('chat.userTyping'), dan.live.collect('chat.userTyping')];
    for (const one of [cem, dan]) {
      const announced = ann.live.next('chat.userTyping');
      await one.live.do('chat.startTyping', { roomId: id });
      await announced;
    }
    const lastMessage = Promise.all([cem.live.next('chat.sent'), dan.live.next('chat.sent')]);
    await sendText(ann, id, 'the last word');
    await lastMessage;
    expect([toCem, toDan]).toEqual([[], []]);
  });

  it('[RT2] a retry gets the first event after its user has lost the right, and no one else does', async () => {
    const [carl, dora] = [await connectUser(app.url), await connectUser(app.url)];
    const { id } = await createRoomWith(ann, 'private', carl, dora);
    const other = (await createRoom(ann, { visibility: 'private' })).id;
    const leave = roomCommand(id);
    const left = await dora.live.do('rooms.leave', leave);
    expect(await dora.live.do('rooms.leave', leave)).toEqual(left);
    const clientId = randomUUID();
    const sent = await sendText(carl, id, 'first', clientId);
    await ann.live.do('rooms.setRole', { ...memberCommand(id, carl), role: 'viewer' });
    expect(await sendText(carl, id, 'again', clientId)).toEqual(sent);
    await ann.live.do('rooms.ban', { ...memberCommand(id, carl), on: true });
    expect(await sendText(carl, id, 'again', clientId)).toEqual(sent);
    for (const fresh of [
      { roomId: id, clientId: randomUUID() },
      { roomId: other, clientId },
    ]) {
      expect(await carl.live.rejectionOf('chat.send', { ...fresh, text: 'x' })).toMatch(/ROOMS_(BANNED|NOT_FOUND)/);
    }
    expect(await dora.live.rejectionOf('chat.send', { roomId: id, clientId, text: 'x' })).toBe('ROOMS_NOT_FOUND');
    expect(await carl.live.rejectionOf('chat.startTyping', { roomId: id })).toBe('ROOMS_BANNED');
  });

  const exported = async (user: ConnectedUser) => (await exportOf(user)).json('messages.json');

  it('[C24] the export has the present messages of the user in order, and none of others', async () => {
    const [tom, kim] = await connectUsers(app.url, 'Tom', 'Kim');
    const own = await createRoom(tom);
    await openRoom(kim, own.id);
    const first = await sendMessage(kim, own.id, 'first');
    const answer = await sendMessage(tom, own.id, { text: 'an answer', replyTo: first.id });
    const edited = await sendMessage(tom, own.id, 'before');
    await editMessage(tom, edited, 'after');
    await deleteMessage(tom, await sendMessage(tom, own.id, 'regretted'));
    const inRoom = { roomId: own.id, room: own.name };
    expect(await exported(tom)).toEqual([
      { ...inRoom, id: answer.id, at: new Date(answer.at).toISOString(), text: 'an answer', replyTo: first.id },
      expect.objectContaining({ ...inRoom, id: edited.id, text: 'after', editedAt: expect.any(String) }),
      expect.objectContaining({ text: '', deletedAt: expect.any(String) }),
    ]);
    expect(await exported(kim)).toEqual([
      { ...inRoom, id: first.id, at: new Date(first.at).toISOString(), text: 'first' },
    ]);
  });

  it('[C24] the export omits names of rooms that the user can no longer see', async () => {
    const dora = await connectUser(app.url, 'Dora');
    const [secret, banned] = [await createRoom(ann, { visibility: 'private', name: 'Then' }), await createRoom(ann)];
    await addMember(ann, dora, secret.id);
    await openRoom(dora, banned.id);
    const messages = [await sendMessage(dora, secret.id, 'in secret'), await sendMessage(dora, banned.id, 'in public')];
    expect((await exported(dora)).map(({ room }) => room)).toEqual(['Then', banned.name]);
    const about = (roomId: string) => ({ roomId, clientId: randomUUID() });
    await ann.live.do('rooms.kick', { ...about(secret.id), userId: dora.me.id });
    await ann.live.do('rooms.ban', { ...about(banned.id), userId: dora.me.id, on: true });
    await ann.live.do('rooms.update', { ...about(secret.id), changes: { name: 'Now' } });
    expect((await exported(dora)).map(({ id, room }) => [id, room])).toEqual(messages.map(({ id }) => [id, '']));
  });

  it('[C24] a deleted user is not notified anymore, and their messages stay without a name', async () => {
    const carl = await connectUser(app.url, 'Carl');
    await openRoom(carl, room.id);
    const message = await sendMessage(carl, room.id, 'I was here');
    const mention = await sendMessage(ann, room.id, { text: `<@${carl.me.id}> stay`, replyTo: message.id });
    const notificationCount = async () => (await rowsOf(app, 'notification', `user_id = '${carl.me.id}'`)).length;
    expect(await notificationCount()).toBe(1);
    await deleteAccount(carl);
    expect(await notificationCount()).toBe(0);
    const deletedUser = { id: carl.me.id, name: '' };
    expect(await getMessage(bob, message)).toMatchObject({ text: 'I was here', author: deletedUser });
    expect(await getMessage(bob, mention)).toMatchObject({
      mentions: [deletedUser],
      replyTo: { author: deletedUser, text: 'I was here' },
    });
    const later = await sendMessage(ann, room.id, { text: `<@${carl.me.id}> gone`, replyTo: message.id });
    expect(later.mentions).toBeUndefined();
    expect(await notificationCount()).toBe(0);
    const lobby = await (await connect(app.url)).do('lobby.subscribe', {});
    expect(lobby.open[0]?.lastMessage?.text).toBe('@? gone');
  });
});
