import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LIMITS, type LobbyView, type NotificationView, type RoomView } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { bootApp, type RunningApp } from '../support/app.js';
import { sendMessage } from '../support/chat.js';
import { notificationsOf } from '../support/community.js';
import { TINY_MODELS } from '../support/jam.js';
import { finishTakeWithImage } from '../support/reuploads.js';
import {
  addMember,
  type ConnectedUser,
  connectUsers,
  createRoom,
  openRoom,
  roomCommand,
  sendText,
} from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { solidPng } from '../support/test-images.js';

const mentionOf = ({ me }: ConnectedUser) => `<@${me.id}>`;
const COPIED_COLUMNS = [
  ...['name', 'topic', 'visibility', 'language', 'owner_id', 'created_at', 'last_seq', 'last_active_at', 'search_text'],
  ...['kind', 'default_role'],
];
type Refused = { readonly code: string };

describe.each(DIALECTS)('direct messages of strangers on %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let round = 0;
  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect), modelsDir: TINY_MODELS });
  });
  beforeEach(async () => {
    round += 1;
    [ann, bob] = await connectUsers(app.url, `Ann ${round}`, `Bob ${round}`);
  });

  const open = async ({ client }: ConnectedUser, { me }: ConnectedUser) =>
    (await client.post<RoomView>('/api/direct-rooms', { userId: me.id })).body;
  const listedFor = async ({ client }: ConnectedUser) =>
    (await client.get<LobbyView>('/api/rooms')).body.direct.map(({ room }) => [room.id, room.requestBy]);
  const kindsOf = async (user: ConnectedUser) =>
    (await notificationsOf(user)).map(({ kind }: NotificationView) => kind);
  const answer = ({ live }: ConnectedUser, roomId: string, accept: boolean) =>
    live.rejectionOf('rooms.answerRequest', { roomId, accept });
  const sending = ({ live }: ConnectedUser, roomId: string, text = 'hello') =>
    live.rejectionOf('chat.send', { ...roomCommand(roomId), text });
  /** More requests of Ann, as old as one that she made. */
  const addRequestsLike = async ({ id: roomId }: RoomView, count: number): Promise<void> => {
    const { em } = app.app.get(Database, { strict: false });
    const columns = COPIED_COLUMNS.join(', ');
    for (let n = 0; n < count; n++) {
      const id = randomUUID();
      await em.execute(`insert into room (id, ${columns}) select '${id}', ${columns} from room where id = '${roomId}'`);
      await em.execute(
        `insert into direct_room (user_a_id, user_b_id, room_id, requester_id) values ('${randomUUID()}', '${ann.me.id}', '${id}', '${ann.me.id}')`,
      );
    }
  };

  it('[C41] a request appears with its first message, and notifies its recipient once and without its text', async () => {
    const room = await open(ann, bob);
    expect(room.requestBy).toBe(ann.me.id);
    expect([await listedFor(ann), await listedFor(bob)]).toEqual([[[room.id, ann.me.id]], []]);
    const listed = bob.live.next('me.stateChanged', ({ what }) => what === 'rooms');
    await sendMessage(ann, room.id, 'a rude word');
    await listed;
    await sendMessage(ann, room.id, mentionOf(bob));
    expect(await listedFor(bob)).toEqual([[room.id, ann.me.id]]);
    expect(await notificationsOf(bob)).toMatchObject([{ kind: 'messageRequest', by: { id: ann.me.id }, text: '' }]);
    const { readStates } = await bob.live.do('me.subscribe', {});
    expect(readStates.find(({ roomId }) => roomId === room.id)).toMatchObject({ unread: 0, mentions: 0 });
    expect((await openRoom(bob, room.id)).state).toMatchObject({ messages: [{}, { text: 'a rude word' }] });
  });

  it('[C42] a stranger sends a few texts and nothing else until the recipient accepts', async () => {
    const room = await open(ann, bob);
    for (let n = 0; n < LIMITS.messagesPerRequest; n++) await sendText(ann, room.id, `text ${n}`);
    const limit = { code: 'CHAT_REQUEST_LIMIT_REACHED', detail: { limit: LIMITS.messagesPerRequest } };
    expect(await ann.live.ask('chat.send', { ...roomCommand(room.id), text: 'more' })).toMatchObject({ error: limit });
    const image = await solidPng(64, 64);
    const hall = await createRoom(ann);
    const takeId = await finishTakeWithImage(app, ann, hall.id, image);
    const withTake = { ...roomCommand(room.id), text: 'look', sharedTake: { roomId: hall.id, takeId } };
    expect(await ann.live.rejectionOf('chat.send', withTake)).toBe('ROOMS_REQUEST_PENDING');
    const uploaded = await ann.client.upload<Refused>(`/api/rooms/${room.id}/uploads`, image);
    expect(uploaded.body.code).toBe('ROOMS_REQUEST_PENDING');
    for (const user of [ann, bob]) {
      const edit = { roomId: room.id, update: new Uint8Array([0, 0]) };
      expect(await user.live.rejectionOf('jam.update', edit)).toBe('ROOMS_REQUEST_PENDING');
      expect(await user.live.rejectionOf('chat.startTyping', { roomId: room.id })).toBe('ROOMS_REQUEST_PENDING');
    }
    await openRoom(ann, room.id);
    expect((await openRoom(bob, room.id)).presence.users).toEqual([]);
    expect(await answer(ann, room.id, true)).toBe('ROOMS_REQUEST_NOT_FOUND');
    const changed = [ann, bob].map(({ live }) =>
      live.next('rooms.reachabilityChanged', ({ roomId, requestBy }) => roomId === room.id && requestBy === undefined),
    );
    expect(await answer(bob, room.id, true)).toBe('ok');
    await Promise.all(changed);
    expect(await sending(ann, room.id)).toBe('ok');
    expect(await kindsOf(bob)).toEqual(['direct', 'messageRequest']);
    expect(await listedFor(bob)).toEqual([[room.id, undefined]]);
    expect(await answer(bob, room.id, true)).toBe('ROOMS_REQUEST_NOT_FOUND');
  });

  it('[C43] a declined request is gone for its recipient, and its sender cannot tell', async () => {
    const room = await open(ann, bob);
    for (const { live } of [ann, bob]) await live.do('lobby.subscribe', {});
    const cardOf = ({ live }: ConnectedUser) => live.next('lobby.changed', ({ roomId }) => roomId === room.id);
    const listed = bob.live.next('me.stateChanged', ({ what }) => what === 'rooms');
    const cards = [cardOf(ann), cardOf(bob)];
    await sendText(ann, room.id, 'hello?');
    await Promise.all([listed, ...cards]);
    const [toAnn, toBob] = [ann, bob].map(({ live }) => live.collect('me.stateChanged'));
    const cardsOfBob = bob.live.collect('lobby.changed');
    const unlisted = bob.live.next('me.stateChanged', ({ what }) => what === 'rooms');
    expect(await answer(bob, room.id, false)).toBe('ok');
    await unlisted;
    expect([await listedFor(ann), await listedFor(bob)]).toEqual([[[room.id, ann.me.id]], []]);
    expect((await openRoom(ann, room.id)).room.requestBy).toBe(ann.me.id);
    const changed = cardOf(ann);
    await sendText(ann, room.id, 'hello again?');
    await changed;
    expect([await kindsOf(bob), await listedFor(bob)]).toEqual([['messageRequest'], []]);
    // Their pages hear nothing of it: what was sent before arrives before a reply.
    expect([toAnn, toBob, cardsOfBob]).toEqual([[], [{ what: 'rooms' }], []]);
    // The recipient changes their mind.
    expect((await open(bob, ann)).id).toBe(room.id);
    expect(await listedFor(bob)).toEqual([[room.id, ann.me.id]]);
    expect(await sending(bob, room.id)).toBe('ok');
    expect([await kindsOf(ann), await listedFor(bob)]).toEqual([['direct'], [[room.id, undefined]]]);
  });

  it('[C43] a request counts against the limit of its sender also when it is declined', async () => {
    const [cleo] = await connectUsers(app.url, `Cleo ${round}`);
    const room = await open(ann, bob);
    await sendText(ann, room.id, 'hello?');
    await addRequestsLike(room, LIMITS.pendingMessageRequests - 1);
    expect(await answer(bob, room.id, false)).toBe('ok');
    const refused = await ann.client.post<Refused>('/api/direct-rooms', { userId: cleo.me.id });
    expect(refused).toMatchObject({ status: 429, body: { code: 'ROOMS_TOO_MANY_REQUESTS' } });
  });

  it('[C44] users who know each other need no acceptance', async () => {
    const [cleo, dora, eli] = await connectUsers(app.url, `Cleo ${round}`, `Dora ${round}`, `Eli ${round}`);
    await ann.live.do('users.follow', { userId: bob.me.id, on: true });
    expect((await open(bob, ann)).requestBy).toBeUndefined();
    const secret = await createRoom(cleo, { visibility: 'private' });
    await addMember(cleo, ann, secret.id);
    expect((await open(cleo, ann)).requestBy).toBeUndefined();
    // Anyone can join a public room, so only a day together counts.
    const hall = await createRoom(ann);
    await openRoom(dora, hall.id);
    await openRoom(eli, hall.id);
    expect((await open(dora, ann)).requestBy).toBe(dora.me.id);
    const { em } = app.app.get(Database, { strict: false });
    const dayAgo = Date.now() - 25 * 3_600_000;
    await em.execute(`update room_member set joined_at = ${dayAgo} where room_id = '${hall.id}'`);
    expect((await open(eli, ann)).requestBy).toBeUndefined();
    // Following the stranger back accepts with the next message.
    const waiting = await open(dora, ann);
    await sendText(dora, waiting.id, 'hello');
    await ann.live.do('users.follow', { userId: dora.me.id, on: true });
    for (let n = 0; n < LIMITS.messagesPerRequest; n++) expect(await sending(dora, waiting.id)).toBe('ok');
    expect((await openRoom(ann, waiting.id)).room.requestBy).toBeUndefined();
  });

  it('[C44] a public room that becomes private makes nobody acquainted who had only opened it', async () => {
    const setVisibility = (roomId: string, visibility: 'public' | 'private') =>
      ann.live.do('rooms.update', { ...roomCommand(roomId), changes: { visibility } });
    const room = await createRoom(ann);
    await openRoom(bob, room.id);
    await setVisibility(room.id, 'private');
    const request = await open(ann, bob);
    expect(request.requestBy).toBe(ann.me.id);
    for (let n = 0; n < LIMITS.messagesPerRequest; n++) expect(await sending(ann, request.id)).toBe('ok');
    expect(await sending(ann, request.id, mentionOf(bob))).toBe('CHAT_REQUEST_LIMIT_REACHED');
    expect(await notificationsOf(bob)).toMatchObject([{ kind: 'messageRequest', text: '' }]);
    // An invitation to a public room says no more than opening it.
    const [cleo, dora] = await connectUsers(app.url, `Cleo ${round}`, `Dora ${round}`);
    await addMember(ann, dora, room.id);
    await setVisibility(room.id, 'public');
    await addMember(ann, cleo, room.id);
    await setVisibility(room.id, 'private');
    expect((await open(ann, cleo)).requestBy).toBe(ann.me.id);
    expect((await open(cleo, dora)).requestBy).toBeUndefined();
  });

  it('[C45] one user has a limited number of requests waiting', async () => {
    const room = await open(ann, bob);
    await addRequestsLike(room, LIMITS.pendingMessageRequests - 1);
    const [cleo] = await connectUsers(app.url, `Cleo ${round}`);
    const refused = await ann.client.post<Refused>('/api/direct-rooms', { userId: cleo.me.id });
    expect(refused).toMatchObject({ status: 429, body: { code: 'ROOMS_TOO_MANY_REQUESTS' } });
    await cleo.live.do('users.follow', { userId: ann.me.id, on: true });
    expect((await open(ann, cleo)).requestBy).toBeUndefined();
  });

  it('[C46] a mention notifies only users who have entered the room', async () => {
    const room = await createRoom(ann);
    await sendMessage(ann, room.id, `${mentionOf(bob)} come here`);
    expect(await kindsOf(bob)).toEqual([]);
    await openRoom(bob, room.id);
    await bob.live.do('rooms.close', { roomId: room.id });
    const message = await sendMessage(ann, room.id, `${mentionOf(bob)} again`);
    expect(await notificationsOf(bob)).toMatchObject([{ kind: 'mention', messageId: message.id }]);
    expect(message.mentions).toMatchObject([{ id: bob.me.id }]);
  });
});
