import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  LIMITS,
  type MessageView,
  type RoomEvent,
  type RoomEventOf,
  type RoomView,
  type UploadView,
} from '@visionary/contract';
import sharp from 'sharp';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { dumpOf, edits, reads, removes, sends } from '../support/chat.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { buildRenderRequest, TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { aRoom, letIn, opens, type Present, someone } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

describe.each(DIALECTS)('messages, kept in %s', (dialect) => {
  let app: RunningApp;
  let ann: Present;
  let bob: Present;
  let eve: Present;
  let room: RoomView;
  let hidden: RoomView;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase(dialect);
    app = await bootApp({ databaseUrl, modelsDir: TINY_MODELS });
    ann = await someone(app.url, 'Ann');
    bob = await someone(app.url, 'Bob');
    eve = await someone(app.url, 'Eve');
    room = await aRoom(ann);
    hidden = await aRoom(eve, { visibility: 'private' });
    for (const user of [ann, bob, eve]) await opens(user, room.id);
  });

  const send = (who: Present, said: object) =>
    who.live.refusal('chat.send', { roomId: room.id, clientId: randomUUID(), ...said });
  const about = ({ id }: MessageView) => ({ roomId: room.id, clientId: randomUUID(), messageId: id });
  const bring = async (who: Present, roomId: string): Promise<UploadView> => {
    const raw = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#123' } })
      .png()
      .toBuffer();
    const headers = { 'content-type': 'image/png' };
    return (await who.client.post<UploadView>(`/api/rooms/${roomId}/uploads`, undefined, { raw, headers })).body;
  };

  it('[C9] an answer quotes what it answers, as it is now', async () => {
    const original = await sends(ann, room.id, `a question ${'x'.repeat(300)}`);
    const listening = waitForEvent<RoomEventOf<'chat.sent'>>(ann.live, 'chat.sent');
    const answer = await sends(bob, room.id, { text: 'an answer', replyTo: original.id });
    const quote = { messageId: original.id, seq: original.seq, author: original.author, isDeleted: false };
    expect(answer.replyTo).toEqual({ ...quote, text: original.text.slice(0, 200) });
    expect((await listening).payload.message).toEqual(answer);
    expect(await reads(ann, answer)).toEqual(answer);
    await edits(ann, original, 'another question');
    expect((await reads(ann, answer)).replyTo).toEqual({ ...quote, text: 'another question' });
    await removes(ann, original);
    expect((await reads(ann, answer)).replyTo).toEqual({ ...quote, text: '', isDeleted: true });
    const late = await sends(bob, room.id, { text: 'too late', replyTo: original.id });
    expect(late.replyTo).toEqual({ ...quote, text: '', isDeleted: true });
  });

  it('[C9] only messages of the same room are answered', async () => {
    const secret = await sends(eve, hidden.id, 'a secret');
    expect(await send(eve, { text: 'mine', replyTo: secret.id })).toBe('CHAT_MESSAGE_NOT_FOUND');
    expect(await send(eve, { text: 'none', replyTo: randomUUID() })).toBe('CHAT_MESSAGE_NOT_FOUND');
  });

  it('[C10] shows pictures that were brought into its room, without words too', async () => {
    const { id, url } = await bring(ann, room.id);
    const message = await sends(ann, room.id, { attachments: [id] });
    expect(message).toMatchObject({ text: '', attachments: [{ id, url, width: 8, height: 6 }] });
    expect(await reads(bob, message)).toEqual(message);
    const elsewhere = await bring(eve, hidden.id);
    for (const stranger of [elsewhere.id, randomUUID()]) {
      expect(await send(eve, { text: 'x', attachments: [id, stranger] })).toBe('CHAT_ATTACHMENT_NOT_FOUND');
    }
    expect(await send(ann, { attachments: Array.from({ length: 5 }, () => id) })).toBe('INVALID');
    expect(await send(ann, { attachments: [] })).toBe('INVALID');
  });

  it('[C11] shares takes of the room and of public rooms as cards, and no others', async () => {
    const renders = async (who: Present, roomId: string): Promise<string> => {
      await opens(who, roomId);
      const { event } = await who.live.do('jam.render', { ...buildRenderRequest(roomId, {}), clientId: randomUUID() });
      return (event as RoomEventOf<'generation.queued'>).payload.take.id;
    };
    const open = await aRoom(bob);
    const [here, there, secret] = [
      await renders(ann, room.id),
      await renders(bob, open.id),
      await renders(eve, hidden.id),
    ];
    for (const sharedTake of [
      { roomId: room.id, takeId: here },
      { roomId: open.id, takeId: there },
    ]) {
      const message = await sends(ann, room.id, { text: '', sharedTake });
      expect(message.sharedTake).toEqual(sharedTake);
      expect(await reads(bob, message)).toEqual(message);
    }
    for (const card of [
      { roomId: hidden.id, takeId: secret },
      { roomId: room.id, takeId: secret },
      { roomId: room.id, takeId: there },
      { roomId: room.id, takeId: randomUUID() },
      { roomId: room.id, takeId: here, image: 0 },
    ]) {
      expect(await send(eve, { text: 'look', card })).toBe('CHAT_SHARED_TAKE_NOT_FOUND');
    }
    expect(await ann.live.do('jam.getTake', { roomId: room.id, takeId: here })).toMatchObject({ take: { id: here } });
    expect(await eve.live.refusal('jam.getTake', { roomId: room.id, takeId: secret })).toBe(
      'GENERATION_TAKE_NOT_FOUND',
    );
  });

  it('[C12] is said otherwise by its author, told to everybody, and its versions are kept', async () => {
    const message = await sends(ann, room.id, 'first');
    const listening = waitForEvent<RoomEventOf<'chat.edited'>>(bob.live, 'chat.edited');
    const { event } = await edits(ann, message, 'second');
    expect(await listening).toEqual(event);
    const { editedAt } = (event as RoomEventOf<'chat.edited'>).payload;
    await edits(ann, message, 'third');
    expect(await reads(bob, message)).toMatchObject({ text: 'third', seq: message.seq, at: message.at });
    const history = await bob.live.do('chat.listEdits', { roomId: room.id, messageId: message.id });
    expect(history.versions).toEqual([
      { text: 'first', at: message.at },
      { text: 'second', at: editedAt },
    ]);
    expect(await bob.live.refusal('chat.edit', { ...about(message), text: 'mine' })).toBe('CHAT_NOT_AUTHOR');
    const nothing = { ...about(message), messageId: randomUUID(), text: 'x' };
    expect(await ann.live.refusal('chat.edit', nothing)).toBe('CHAT_MESSAGE_NOT_FOUND');
    expect(await ann.live.refusal('chat.edit', { ...about(message), text: '' })).toBe('INVALID');
  });

  it('[C13] is removed with all its words, wherever they were, and a trace stays', async () => {
    const words = `unspeakable${dialect}`;
    const upload = await bring(ann, room.id);
    const message = await sends(ann, room.id, { text: `${words} <@${bob.me.id}>`, attachments: [upload.id] });
    await edits(ann, message, `${words} again`);
    await edits(ann, message, `${words} <@${bob.me.id}> thrice`);
    await sends(bob, room.id, { text: 'an answer', replyTo: message.id });
    await bob.live.do('chat.react', { ...about(message), emoji: '👍', on: true });
    await bob.live.do('chat.pin', { ...about(message), on: true });
    expect(await dumpOf(app)).toContain(words);
    const listening = waitForEvent<RoomEvent>(bob.live, 'chat.deleted');
    const { event } = await removes(ann, message);
    expect(await listening).toEqual(event);
    expect(await dumpOf(app)).not.toContain(words);
    const { id, roomId, seq, clientId, author, at } = message;
    const trace = { by: author, at: event.at };
    const gone = { id, roomId, seq, clientId, author, at, text: '', reactions: [], deleted: trace };
    expect(await reads(bob, message)).toEqual(gone);
    const { events } = await bob.live.do('rooms.eventsSince', { roomId: room.id, afterSeq: seq - 1 });
    expect(JSON.stringify(events)).not.toContain(words);
    expect(JSON.stringify(events)).not.toContain(upload.id);
    expect(await bob.live.do('chat.listEdits', { roomId: room.id, messageId: id })).toEqual({ versions: [] });
    expect((await bob.live.do('chat.listPins', { roomId: room.id })).messages).toEqual([]);
  });

  it('[C13] nothing is changed about what was removed, and a retry gets the first event', async () => {
    const message = await sends(ann, room.id, 'gone');
    const clientId = randomUUID();
    const first = await ann.live.do('chat.delete', { ...about(message), clientId });
    expect(await ann.live.do('chat.delete', { ...about(message), clientId })).toEqual(first);
    expect(await ann.live.refusal('chat.delete', about(message))).toBe('CHAT_MESSAGE_DELETED');
    expect(await ann.live.refusal('chat.edit', { ...about(message), text: 'back' })).toBe('CHAT_MESSAGE_DELETED');
    expect(await ann.live.refusal('chat.pin', { ...about(message), on: true })).toBe('CHAT_MESSAGE_DELETED');
    const react = { ...about(message), emoji: '👍', on: true };
    expect(await bob.live.refusal('chat.react', react)).toBe('CHAT_MESSAGE_DELETED');
    expect(await ann.live.refusal('chat.delete', { ...about(message), messageId: randomUUID() })).toBe(
      'CHAT_MESSAGE_NOT_FOUND',
    );
  });

  it('[C13] by its author, the owner of the room, and in public rooms who looks after the instance', async () => {
    const [first, second, third] = [
      await sends(bob, room.id, 'one'),
      await sends(bob, room.id, 'two'),
      await sends(ann, room.id, 'three'),
    ];
    expect(await eve.live.refusal('chat.delete', about(first))).toBe('CHAT_NOT_AUTHOR');
    expect(await bob.live.refusal('chat.delete', about(third))).toBe('CHAT_NOT_AUTHOR');
    expect(await ann.live.refusal('chat.delete', about(first))).toBe('ok');
    const own = await aRoom(bob, { visibility: 'private' });
    await letIn(bob, eve, own.id);
    const inPrivate = await sends(bob, own.id, 'private words');
    await appoint(app, eve.me.name);
    expect(await eve.live.refusal('chat.delete', about(second))).toBe('ok');
    expect(await eve.live.refusal('chat.delete', { ...about(inPrivate), roomId: own.id })).toBe('CHAT_NOT_AUTHOR');
    await appoint(app, eve.me.name, 'member');
    expect(await eve.live.refusal('chat.delete', about(third))).toBe('CHAT_NOT_AUTHOR');
  });

  it('[C13] edits, reactions and removal that race leave no words behind', async () => {
    const words = `racing${dialect}`;
    const message = await sends(ann, room.id, words);
    await Promise.all([
      ...Array.from({ length: 5 }, (_, n) =>
        ann.live.refusal('chat.edit', { ...about(message), text: `${words} ${n}` }),
      ),
      ...Array.from({ length: 5 }, () => send(bob, { text: 'what?', replyTo: message.id })),
      ...Array.from({ length: 3 }, () => bob.live.refusal('chat.react', { ...about(message), emoji: '🔥', on: true })),
      ann.live.refusal('chat.delete', about(message)),
      ...Array.from({ length: 5 }, () => send(bob, { text: 'what?', replyTo: message.id })),
    ]);
    expect(await reads(bob, message)).toMatchObject({ text: '', reactions: [], deleted: { by: { id: ann.me.id } } });
    expect(await dumpOf(app)).not.toContain(words);
  });

  it('[C14] fifty are pinned and no more, newest first, told to everybody', async () => {
    const place = await aRoom(ann);
    await opens(bob, place.id);
    const pin = (message: MessageView, on: boolean) =>
      ann.live.refusal('chat.pin', { roomId: place.id, clientId: randomUUID(), messageId: message.id, on });
    const messages: MessageView[] = [];
    for (let n = 0; n < LIMITS.pinsPerRoom + 1; n++) messages.push(await sends(ann, place.id, `pin ${n}`));
    const [first, second] = messages as [MessageView, MessageView];
    const listening = waitForEvent<RoomEventOf<'chat.pinned'>>(bob.live, 'chat.pinned');
    for (const message of messages.slice(0, LIMITS.pinsPerRoom)) expect(await pin(message, true)).toBe('ok');
    expect((await listening).payload).toMatchObject({ messageId: first.id, on: true, by: { id: ann.me.id } });
    expect(await pin(messages.at(-1) as MessageView, true)).toBe('CHAT_TOO_MANY_PINS');
    expect(await pin(second, true)).toBe('ok');
    expect(await pin(first, false)).toBe('ok');
    expect(await pin(messages.at(-1) as MessageView, true)).toBe('ok');
    const pins = (await bob.live.do('chat.listPins', { roomId: place.id })).messages;
    expect(pins).toHaveLength(LIMITS.pinsPerRoom);
    expect(pins.slice(0, 2).map(({ text }) => text)).toEqual(['pin 50', 'pin 1']);
    expect(await reads(bob, second)).toEqual(pins[1]);
  });

  it('[C14] twenty different emoji are given to a message and no more', async () => {
    const message = await sends(ann, room.id, 'loved');
    const emoji = Array.from({ length: LIMITS.emojiPerMessage + 1 }, (_, n) => String.fromCodePoint(0x1f400 + n));
    const give = (who: Present, what: string, on = true) =>
      who.live.refusal('chat.react', { ...about(message), emoji: what, on });
    const [first = '', second = ''] = emoji;
    const last = emoji.pop() ?? '';
    for (const one of emoji) expect(await give(ann, one)).toBe('ok');
    expect(await give(ann, last)).toBe('CHAT_TOO_MANY_REACTIONS');
    expect(await give(bob, second)).toBe('ok');
    expect(await give(ann, first, false)).toBe('ok');
    expect(await give(ann, last)).toBe('ok');
  });

  it('[C20] what is forged, too tall or too long changes nothing, and the first of two wins', async () => {
    // A room of its own: in the other a take may still be on its way.
    const place = await aRoom(ann);
    const before = (await opens(ann, place.id)).seq;
    const send = (who: Present, said: object) =>
      who.live.refusal('chat.send', { roomId: place.id, clientId: randomUUID(), ...said });
    const forged = { seq: 1, author: { id: bob.me.id, name: 'Bob' }, at: 1, deleted: null };
    for (const extra of Object.entries(forged)) {
      expect(await send(ann, { text: 'forged', ...Object.fromEntries([extra]) })).toBe('INVALID');
    }
    expect(await send(ann, { text: `Z${'\u0301'.repeat(31)}` })).toBe('INVALID');
    expect(await send(ann, { text: '\u0301'.repeat(50_000) })).toBe('INVALID');
    expect(await send(ann, { text: `<@${bob.me.id}>`.repeat(10_000) })).toBe('INVALID');
    expect(await send(ann, { text: 'x'.repeat(900_000) })).toBe('INVALID');
    expect((await opens(ann, place.id)).seq).toBe(before);
    expect(await send(ann, { text: `Z${'\u0301'.repeat(30)} ด้้้` })).toBe('ok');
    const clientId = randomUUID();
    const payload = { roomId: place.id, clientId, text: 'first' };
    const event = await ann.live.do('chat.send', payload);
    expect(await ann.live.do('chat.send', { ...payload, text: 'second', replyTo: randomUUID() })).toEqual(event);
    expect(await ann.live.do('chat.edit', { ...payload, messageId: randomUUID(), text: 'third' })).toEqual(event);
  });

  it('[C19] the last word in the lobby is one that stands, with names', async () => {
    const place = await aRoom(ann, { name: `last words ${dialect}` });
    await sends(ann, place.id, `hello <@${bob.me.id}>`);
    const gone = await sends(ann, place.id, 'regrettable');
    await removes(ann, gone);
    const visitor = await connect(app.url);
    const lobby = await visitor.do('lobby.subscribe', {});
    const card = lobby.open.find(({ room: { id } }) => id === place.id);
    expect(card?.lastMessage).toMatchObject({ author: 'Ann', text: 'hello @Bob' });
  });
});
