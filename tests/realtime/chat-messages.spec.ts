import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS, type MessageView, type RoomEventOf, type RoomView, type UploadView } from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { dumpOf, editMessage, getMessage, deleteMessage, sendMessage } from '../support/chat.js';
import { buildRenderRequest, TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { createRoom, addMember, openRoom, type ConnectedUser, connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { solidPng } from '../support/test-images.js';

describe.each(DIALECTS)('messages in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let eve: ConnectedUser;
  let room: RoomView;
  let hidden: RoomView;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase(dialect);
    app = await bootApp({ databaseUrl, modelsDir: TINY_MODELS });
    [ann, bob, eve] = await connectUsers(app.url, 'Ann', 'Bob', 'Eve');
    room = await createRoom(ann);
    hidden = await createRoom(eve, { visibility: 'private' });
    for (const user of [ann, bob, eve]) await openRoom(user, room.id);
  });

  const send = (user: ConnectedUser, message: object) =>
    user.live.rejectionOf('chat.send', { roomId: room.id, clientId: randomUUID(), ...message });
  const about = ({ id }: MessageView) => ({ roomId: room.id, clientId: randomUUID(), messageId: id });
  const upload = async ({ client }: ConnectedUser, roomId: string): Promise<UploadView> =>
    (await client.upload<UploadView>(`/api/rooms/${roomId}/uploads`, await solidPng(8, 6))).body;

  it('[C9] a reply quotes the present text of the message it replies to', async () => {
    const original = await sendMessage(ann, room.id, `a question ${'x'.repeat(300)}`);
    const received = ann.live.next('chat.sent');
    const answer = await sendMessage(bob, room.id, { text: 'an answer', replyTo: original.id });
    const quote = { messageId: original.id, seq: original.seq, author: original.author, isDeleted: false };
    expect(answer.replyTo).toEqual({ ...quote, text: original.text.slice(0, 200) });
    expect((await received).payload.message).toEqual(answer);
    expect(await getMessage(ann, answer)).toEqual(answer);
    await editMessage(ann, original, 'another question');
    expect((await getMessage(ann, answer)).replyTo).toEqual({ ...quote, text: 'another question' });
    await deleteMessage(ann, original);
    expect((await getMessage(ann, answer)).replyTo).toEqual({ ...quote, text: '', isDeleted: true });
    const late = await sendMessage(bob, room.id, { text: 'too late', replyTo: original.id });
    expect(late.replyTo).toEqual({ ...quote, text: '', isDeleted: true });
  });

  it('[C9] a reply is rejected when the message is of another room', async () => {
    const secret = await sendMessage(eve, hidden.id, 'a secret');
    expect(await send(eve, { text: 'mine', replyTo: secret.id })).toBe('CHAT_MESSAGE_NOT_FOUND');
    expect(await send(eve, { text: 'none', replyTo: randomUUID() })).toBe('CHAT_MESSAGE_NOT_FOUND');
  });

  it('[C10] a message shows uploads of its room, with or without text', async () => {
    const { id, url } = await upload(ann, room.id);
    const message = await sendMessage(ann, room.id, { attachments: [id] });
    expect(message).toMatchObject({ text: '', attachments: [{ id, url, width: 8, height: 6 }] });
    expect(await getMessage(bob, message)).toEqual(message);
    const elsewhere = await upload(eve, hidden.id);
    for (const stranger of [elsewhere.id, randomUUID()]) {
      expect(await send(eve, { text: 'x', attachments: [id, stranger] })).toBe('CHAT_ATTACHMENT_NOT_FOUND');
    }
    expect(await send(ann, { attachments: Array.from({ length: 5 }, () => id) })).toBe('INVALID');
    expect(await send(ann, { attachments: [] })).toBe('INVALID');
  });

  it('[C11] a message shares takes of its room and of public rooms, and no others', async () => {
    const render = async (user: ConnectedUser, roomId: string): Promise<string> => {
      await openRoom(user, roomId);
      const { event } = await user.live.do('jam.render', { ...buildRenderRequest(roomId, {}), clientId: randomUUID() });
      return (event as RoomEventOf<'generation.queued'>).payload.take.id;
    };
    const open = await createRoom(bob);
    const [ownTake, publicTake, privateTake] = [
      await render(ann, room.id),
      await render(bob, open.id),
      await render(eve, hidden.id),
    ];
    for (const sharedTake of [
      { roomId: room.id, takeId: ownTake },
      { roomId: open.id, takeId: publicTake },
    ]) {
      const message = await sendMessage(ann, room.id, { text: '', sharedTake });
      expect(message.sharedTake).toEqual(sharedTake);
      expect(await getMessage(bob, message)).toEqual(message);
    }
    for (const sharedTake of [
      { roomId: hidden.id, takeId: privateTake },
      { roomId: room.id, takeId: privateTake },
      { roomId: room.id, takeId: publicTake },
      { roomId: room.id, takeId: randomUUID() },
      { roomId: room.id, takeId: ownTake, image: 0 },
    ]) {
      expect(await send(eve, { text: 'look', sharedTake })).toBe('CHAT_SHARED_TAKE_NOT_FOUND');
    }
    expect(await ann.live.do('jam.getTake', { roomId: room.id, takeId: ownTake })).toMatchObject({
      take: { id: ownTake },
    });
    expect(await eve.live.rejectionOf('jam.getTake', { roomId: room.id, takeId: privateTake })).toBe(
      'GENERATION_TAKE_NOT_FOUND',
    );
  });

  it('[C12] an edit by the author reaches the room and keeps the previous texts', async () => {
    const message = await sendMessage(ann, room.id, 'first');
    const received = bob.live.next('chat.edited');
    const { event } = await editMessage(ann, message, 'second');
    expect(await received).toEqual(event);
    const { editedAt } = (event as RoomEventOf<'chat.edited'>).payload;
    await editMessage(ann, message, 'third');
    expect(await getMessage(bob, message)).toMatchObject({ text: 'third', seq: message.seq, at: message.at });
    const { versions } = await bob.live.do('chat.listEdits', { roomId: room.id, messageId: message.id });
    expect(versions).toEqual([
      { text: 'first', at: message.at },
      { text: 'second', at: editedAt },
    ]);
    expect(await bob.live.rejectionOf('chat.edit', { ...about(message), text: 'mine' })).toBe('CHAT_NOT_AUTHOR');
    const unknown = { ...about(message), messageId: randomUUID(), text: 'x' };
    expect(await ann.live.rejectionOf('chat.edit', unknown)).toBe('CHAT_MESSAGE_NOT_FOUND');
    expect(await ann.live.rejectionOf('chat.edit', { ...about(message), text: '' })).toBe('INVALID');
  });

  it('[C13] deleting a message erases its text everywhere and keeps a tombstone', async () => {
    const secret = `unspeakable${dialect}`;
    const image = await upload(ann, room.id);
    const message = await sendMessage(ann, room.id, { text: `${secret} <@${bob.me.id}>`, attachments: [image.id] });
    await editMessage(ann, message, `${secret} again`);
    await editMessage(ann, message, `${secret} <@${bob.me.id}> thrice`);
    await sendMessage(bob, room.id, { text: 'an answer', replyTo: message.id });
    await bob.live.do('chat.react', { ...about(message), emoji: '👍', on: true });
    await bob.live.do('chat.pin', { ...about(message), on: true });
    expect(await dumpOf(app)).toContain(secret);
    const received = bob.live.next('chat.deleted');
    const { event } = await deleteMessage(ann, message);
    expect(await received).toEqual(event);
    expect(await dumpOf(app)).not.toContain(secret);
    const { id, roomId, seq, clientId, author, at } = message;
    const deleted = { by: author, at: event.at };
    const tombstone = { id, roomId, seq, clientId, author, at, text: '', reactions: [], deleted };
    expect(await getMessage(bob, message)).toEqual(tombstone);
    const { events } = await bob.live.do('rooms.eventsSince', { roomId: room.id, afterSeq: seq - 1 });
    expect(JSON.stringify(events)).not.toContain(secret);
    expect(JSON.stringify(events)).not.toContain(image.id);
    expect(await bob.live.do('chat.listEdits', { roomId: room.id, messageId: id })).toEqual({ versions: [] });
    expect((await bob.live.do('chat.listPins', { roomId: room.id })).messages).toEqual([]);
  });

  it('[C13] a deleted message cannot be changed, and a retry gets the first event', async () => {
    const message = await sendMessage(ann, room.id, 'gone');
    const clientId = randomUUID();
    const first = await ann.live.do('chat.delete', { ...about(message), clientId });
    expect(await ann.live.do('chat.delete', { ...about(message), clientId })).toEqual(first);
    expect(await ann.live.rejectionOf('chat.delete', about(message))).toBe('CHAT_MESSAGE_DELETED');
    expect(await ann.live.rejectionOf('chat.edit', { ...about(message), text: 'back' })).toBe('CHAT_MESSAGE_DELETED');
    expect(await ann.live.rejectionOf('chat.pin', { ...about(message), on: true })).toBe('CHAT_MESSAGE_DELETED');
    const react = { ...about(message), emoji: '👍', on: true };
    expect(await bob.live.rejectionOf('chat.react', react)).toBe('CHAT_MESSAGE_DELETED');
    expect(await ann.live.rejectionOf('chat.delete', { ...about(message), messageId: randomUUID() })).toBe(
      'CHAT_MESSAGE_NOT_FOUND',
    );
  });

  it('[C13] a message can be deleted by its author and room owners only', async () => {
    const [first, second, third] = [
      await sendMessage(bob, room.id, 'one'),
      await sendMessage(bob, room.id, 'two'),
      await sendMessage(ann, room.id, 'three'),
    ];
    expect(await eve.live.rejectionOf('chat.delete', about(first))).toBe('CHAT_NOT_AUTHOR');
    expect(await bob.live.rejectionOf('chat.delete', about(third))).toBe('CHAT_NOT_AUTHOR');
    expect(await ann.live.rejectionOf('chat.delete', about(first))).toBe('ok');
    const own = await createRoom(bob, { visibility: 'private' });
    await addMember(bob, eve, own.id);
    const inPrivate = await sendMessage(bob, own.id, 'private words');
    await appoint(app, eve.me.name);
    expect(await eve.live.rejectionOf('chat.delete', about(second))).toBe('CHAT_NOT_AUTHOR');
    expect(await eve.live.rejectionOf('chat.delete', { ...about(inPrivate), roomId: own.id })).toBe('CHAT_NOT_AUTHOR');
    await appoint(app, eve.me.name, 'member');
    expect(await eve.live.rejectionOf('chat.delete', about(third))).toBe('CHAT_NOT_AUTHOR');
  });

  it('[C13] concurrent edits, reactions, and deletion leave no text behind', async () => {
    const secret = `racing${dialect}`;
    const message = await sendMessage(ann, room.id, secret);
    await Promise.all([
      ...Array.from({ length: 5 }, (_, n) =>
        ann.live.rejectionOf('chat.edit', { ...about(message), text: `${secret} ${n}` }),
      ),
      ...Array.from({ length: 5 }, () => send(bob, { text: 'what?', replyTo: message.id })),
      ...Array.from({ length: 3 }, () =>
        bob.live.rejectionOf('chat.react', { ...about(message), emoji: '🔥', on: true }),
      ),
      ann.live.rejectionOf('chat.delete', about(message)),
      ...Array.from({ length: 5 }, () => send(bob, { text: 'what?', replyTo: message.id })),
    ]);
    expect(await getMessage(bob, message)).toMatchObject({
      text: '',
      reactions: [],
      deleted: { by: { id: ann.me.id } },
    });
    expect(await dumpOf(app)).not.toContain(secret);
  });

  it('[C14] pins are limited to fifty, listed newest first, and broadcast', async () => {
    const other = await createRoom(ann);
    await openRoom(bob, other.id);
    const pin = (message: MessageView, on: boolean) =>
      ann.live.rejectionOf('chat.pin', { roomId: other.id, clientId: randomUUID(), messageId: message.id, on });
    const messages: MessageView[] = [];
    for (let n = 0; n < LIMITS.pinnedMessagesPerRoom + 1; n++) {
      messages.push(await sendMessage(ann, other.id, `pin ${n}`));
    }
    const [first, second] = messages as [MessageView, MessageView];
    const received = bob.live.next('chat.pinned');
    for (const message of messages.slice(0, LIMITS.pinnedMessagesPerRoom)) expect(await pin(message, true)).toBe('ok');
    expect((await received).payload).toMatchObject({ messageId: first.id, on: true, by: { id: ann.me.id } });
    expect(await pin(messages.at(-1) as MessageView, true)).toBe('CHAT_TOO_MANY_PINS');
    expect(await pin(second, true)).toBe('ok');
    expect(await pin(first, false)).toBe('ok');
    expect(await pin(messages.at(-1) as MessageView, true)).toBe('ok');
    const pins = (await bob.live.do('chat.listPins', { roomId: other.id })).messages;
    expect(pins).toHaveLength(LIMITS.pinnedMessagesPerRoom);
    expect(pins.slice(0, 2).map(({ text }) => text)).toEqual(['pin 50', 'pin 1']);
    expect(await getMessage(bob, second)).toEqual(pins[1]);
  });

  it('[C14] distinct emoji on a message are limited to twenty', async () => {
    const message = await sendMessage(ann, room.id, 'loved');
    const emoji = Array.from({ length: LIMITS.emojiPerMessage + 1 }, (_, n) => String.fromCodePoint(0x1f400 + n));
    const react = (user: ConnectedUser, one: string, on = true) =>
      user.live.rejectionOf('chat.react', { ...about(message), emoji: one, on });
    const [first = '', second = ''] = emoji;
    const last = emoji.pop() ?? '';
    for (const one of emoji) expect(await react(ann, one)).toBe('ok');
    expect(await react(ann, last)).toBe('COMMENTS_TOO_MANY_REACTIONS');
    expect(await react(bob, second)).toBe('ok');
    expect(await react(ann, first, false)).toBe('ok');
    expect(await react(ann, last)).toBe('ok');
  });

  it('[C20] forged, tall, or long messages change nothing, and the first of two commands wins', async () => {
    // A separate room, because a take of the other room may still be rendering.
    const other = await createRoom(ann);
    const before = (await openRoom(ann, other.id)).seq;
    const send = (user: ConnectedUser, message: object) =>
      user.live.rejectionOf('chat.send', { roomId: other.id, clientId: randomUUID(), ...message });
    const forged = { seq: 1, author: { id: bob.me.id, name: 'Bob' }, at: 1, deleted: null };
    for (const extra of Object.entries(forged)) {
      expect(await send(ann, { text: 'forged', ...Object.fromEntries([extra]) })).toBe('INVALID');
    }
    expect(await send(ann, { text: `Z${'\u0301'.repeat(31)}` })).toBe('INVALID');
    expect(await send(ann, { text: '\u0301'.repeat(50_000) })).toBe('INVALID');
    expect(await send(ann, { text: `<@${bob.me.id}>`.repeat(10_000) })).toBe('INVALID');
    expect(await send(ann, { text: 'x'.repeat(900_000) })).toBe('INVALID');
    expect((await openRoom(ann, other.id)).seq).toBe(before);
    expect(await send(ann, { text: `Z${'\u0301'.repeat(30)} ด้้้` })).toBe('ok');
    const clientId = randomUUID();
    const payload = { roomId: other.id, clientId, text: 'first' };
    const event = await ann.live.do('chat.send', payload);
    expect(await ann.live.do('chat.send', { ...payload, text: 'second', replyTo: randomUUID() })).toEqual(event);
    expect(await ann.live.do('chat.edit', { ...payload, messageId: randomUUID(), text: 'third' })).toEqual(event);
  });

  it('[C19] the lobby shows the newest message that is not deleted, with names', async () => {
    const other = await createRoom(ann, { name: `last words ${dialect}` });
    await sendMessage(ann, other.id, `hello <@${bob.me.id}>`);
    const deleted = await sendMessage(ann, other.id, 'regrettable');
    await deleteMessage(ann, deleted);
    const visitor = await connect(app.url);
    const lobby = await visitor.do('lobby.subscribe', {});
    const card = lobby.open.find(({ room: { id } }) => id === other.id);
    expect(card?.lastMessage).toMatchObject({ author: 'Ann', text: 'hello @Bob' });
  });
});
