import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { COMMANDS, LIMITS, type PostDetail, type RoomView } from '@visionary/contract';
import * as Y from 'yjs';
import { readAwareness, writeAwareness } from '../../libs/jam/domain/awareness-message.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { publishTake } from '../support/feed.js';
import { takeFinished, DocumentClient, render, TINY, TINY_MODELS, renderTake } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';

const awarenessOf = (clientId: number, clock: number, user: string | null) =>
  writeAwareness([{ clientId, clock, json: user === null ? 'null' : JSON.stringify({ user: { id: user } }) }]);

describe('shared document', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;
  let guests: ConnectedUser[] = [];

  beforeAll(async () => {
    app = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING });
    [ann, bob] = [await connectUser(app.url), await connectUser(app.url)];
  });
  beforeEach(async () => {
    room = await createRoom(ann);
    guests = [];
  });
  afterEach(async () => {
    guests.forEach(({ live }) => live.close());
    await ann.live.ask('rooms.close', { roomId: room.id });
  });

  /** A separate socket, so that a test can have it disconnected. */
  const guest = async (): Promise<ConnectedUser> => {
    const present = { ...bob, live: await connect(app.url, bob.client.cookieHeader) };
    guests.push(present);
    await openRoom(present, room.id);
    return present;
  };

  /** The document as Ann and a guest have it. */
  const openTwice = async () =>
    [await DocumentClient.in(room.id, ann.live), await DocumentClient.in(room.id, (await guest()).live)] as const;

  it('[J10] a new document has the recommended settings of the first model', async () => {
    const client = await DocumentClient.in(room.id, ann.live);
    expect(client.text).toBe('');
    expect(client.settings.toJSON()).toMatchObject({ model: TINY.model, steps: 20, width: 128, seed: -1, batch: 1 });
  });

  it('[J10] a document is seeded once when several clients open it concurrently', async () => {
    const snapshots = await Promise.all(
      [ann, bob, ann, bob].map(({ live }) => live.do('rooms.open', { roomId: room.id })),
    );
    const clientIds = snapshots.map(({ document }) => [
      ...Y.decodeStateVector(Y.encodeStateVectorFromUpdate(document)).keys(),
    ]);
    expect(new Set(clientIds.flat()).size).toBe(1);
  });

  it('[J1] ten clients that type concurrently converge on one text', async () => {
    const sockets = await Promise.all(Array.from({ length: 10 }, () => connect(app.url, ann.client.cookieHeader)));
    const clients = await Promise.all(sockets.map((live) => DocumentClient.in(room.id, live)));
    for (let turn = 0; turn < 30; turn++) {
      clients.forEach((client, index) => client.type(`${index}`, (turn * 7 + index) % (client.prompt.length + 1)));
      if (turn % 3 === 0) clients[turn % 10]?.prompt.delete(0, 1);
      for (const client of clients) await client.sent.at(-1);
    }
    for (const client of clients) expect(await client.rejections()).toEqual([]);
    const { update } = await ann.live.do('jam.sync', { roomId: room.id, stateVector: new Uint8Array([0]) });
    const server = new Y.Doc();
    Y.applyUpdate(server, update);
    const text = server.getText('prompt').toString();
    for (const client of clients) await client.until(() => client.text === text);
    expect(text.length).toBeGreaterThan(250);
    sockets.forEach((live) => live.close());
  });

  it('[J3] an update reaches the other clients, and not its sender', async () => {
    const [mine, theirs] = await openTwice();
    const echoes = ann.live.collect('jam.documentUpdated');
    for (const letter of 'a red fox') {
      mine.type(letter);
      await theirs.until(() => theirs.text === mine.text);
    }
    await Promise.all(mine.sent);
    expect(echoes).toEqual([]);
  });

  it('[J12] edits made offline are merged', async () => {
    const [mine, theirs] = await openTwice();
    mine.type('a fox');
    await theirs.until(() => theirs.text === 'a fox');
    const offline = new Y.Doc();
    Y.applyUpdate(offline, Y.encodeStateAsUpdate(mine.doc));
    offline.getText('prompt').insert(2, 'red ');
    mine.type(' in the snow');
    await Promise.all(mine.sent);
    const stateVector = Y.encodeStateVector(offline);
    const { update } = await ann.live.do('jam.sync', { roomId: room.id, stateVector });
    Y.applyUpdate(offline, update);
    const server = Y.encodeStateVectorFromUpdate(
      (await ann.live.do('jam.sync', { roomId: room.id, stateVector: new Uint8Array([0]) })).update,
    );
    await ann.live.do('jam.update', { roomId: room.id, update: Y.encodeStateAsUpdate(offline, server) });
    await theirs.until(() => theirs.text === 'a red fox in the snow');
    expect(offline.getText('prompt').toString()).toBe('a red fox in the snow');
  });

  it('[J4] updates of viewers and outsiders are rejected and not broadcast', async () => {
    const client = await DocumentClient.in(room.id, ann.live);
    const visitor = await connect(app.url);
    await visitor.do('rooms.open', { roomId: room.id });
    const updates = ann.live.collect('jam.documentUpdated');
    const doc = new Y.Doc();
    doc.getText('prompt').insert(0, 'graffiti');
    const update = Y.encodeStateAsUpdate(doc);
    expect(await visitor.rejectionOf('jam.update', { roomId: room.id, update })).toBe('UNAUTHENTICATED');
    expect(
      await visitor.rejectionOf('jam.awarenessUpdated', { roomId: room.id, update: awarenessOf(1, 1, ann.me.id) }),
    ).toBe('UNAUTHENTICATED');
    const outsider = await connectUser(app.url);
    expect(await outsider.live.rejectionOf('jam.update', { roomId: room.id, update })).toBe('ROOMS_READ_ONLY');
    const hidden = await createRoom(ann, { visibility: 'private' });
    for (const command of ['jam.update', 'jam.awarenessUpdated'] as const) {
      expect(await outsider.live.rejectionOf(command, { roomId: hidden.id, update })).toBe('ROOMS_NOT_FOUND');
    }
    expect(await outsider.live.rejectionOf('jam.sync', { roomId: hidden.id, stateVector: new Uint8Array([0]) })).toBe(
      'ROOMS_NOT_FOUND',
    );
    expect(await ann.live.rejectionOf('jam.update', { roomId: hidden.id, update })).toBe('ROOMS_NOT_SUBSCRIBED');
    client.type('untouched');
    await Promise.all(client.sent);
    const { document } = await visitor.do('rooms.open', { roomId: room.id });
    const seen = new Y.Doc();
    Y.applyUpdate(seen, document);
    expect(seen.getText('prompt').toString()).toBe('untouched');
    expect(updates).toEqual([]);
    visitor.close();
  });

  it('[J5] malformed updates are rejected, and the third disconnects the socket', async () => {
    const client = await DocumentClient.in(room.id, ann.live);
    client.type('a fox');
    await Promise.all(client.sent);
    const { live } = await guest();
    const ended = live.next('session.ended');
    const whole = Y.encodeStateAsUpdate(client.doc);
    const junk = [new Uint8Array(500).fill(255), whole.slice(0, whole.length - 3), new TextEncoder().encode('hello')];
    for (const update of junk) {
      expect(await live.rejectionOf('jam.update', { roomId: room.id, update })).toBe('JAM_UPDATE_MALFORMED');
    }
    expect(await ended).toMatchObject({ error: { code: 'JAM_UPDATE_MALFORMED' } });
    expect(client.text).toBe('a fox');
  });

  it('[J5] updates are rejected when they are not bytes or too long', async () => {
    const { live } = await guest();
    const parse = (update: unknown) => COMMANDS['jam.update'].payload.safeParse({ roomId: room.id, update }).success;
    expect(parse(new Uint8Array(LIMITS.documentUpdateBytes))).toBe(true);
    for (const update of ['text', { 0: 1, length: 1 }, [1, 2], null, new Uint8Array(LIMITS.documentUpdateBytes + 1)]) {
      expect(await live.rejectionOf('jam.update', { roomId: room.id, update: update as Uint8Array })).toBe('INVALID');
    }
    const large = new Uint8Array(LIMITS.awarenessBytes + 1);
    expect(await live.rejectionOf('jam.awarenessUpdated', { roomId: room.id, update: large })).toBe('INVALID');
  });

  it('[J6] a document is full at 256 KiB and keeps its content', async () => {
    const { live } = await guest();
    const doc = new Y.Doc();
    doc.getText('prompt').insert(0, 'x'.repeat(60_000));
    const codes = [];
    for (let turn = 0; turn < 6; turn++) {
      const before = Y.encodeStateVector(doc);
      doc.getText('prompt').insert(0, 'x'.repeat(60_000));
      codes.push(await live.rejectionOf('jam.update', { roomId: room.id, update: Y.encodeStateAsUpdate(doc, before) }));
    }
    expect(codes).toContain('JAM_DOCUMENT_FULL');
    const { document } = await live.do('rooms.open', { roomId: room.id });
    expect(document.byteLength).toBeLessThanOrEqual(LIMITS.documentBytes);
  });

  it('[J5] syncs of a socket are rate limited', async () => {
    const { live } = await guest();
    const ask = () => live.rejectionOf('jam.sync', { roomId: room.id, stateVector: new Uint8Array([0]) });
    const codes = await Promise.all(Array.from({ length: 40 }, ask));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(20);
    expect(codes).toContain('RATE_LIMITED');
    const malformed = { roomId: room.id, stateVector: new Uint8Array([255, 255]) };
    expect(await (await guest()).live.rejectionOf('jam.sync', malformed)).toBe('JAM_UPDATE_MALFORMED');
  });

  it('[J7] awareness is relayed for the own user, and rejected for another', async () => {
    const client = await DocumentClient.in(room.id, ann.live);
    const { live } = await guest();
    const seen = ann.live.next('jam.awarenessUpdated');
    const ownId = client.doc.clientID;
    await ann.live.do('jam.awarenessUpdated', { roomId: room.id, update: awarenessOf(ownId, 1, ann.me.id) });
    await live.do('jam.awarenessUpdated', { roomId: room.id, update: awarenessOf(77, 1, bob.me.id) });
    expect((await seen).update).toEqual(awarenessOf(77, 1, bob.me.id));
    const forged = [awarenessOf(78, 1, ann.me.id), awarenessOf(ownId, 9, bob.me.id), awarenessOf(ownId, 9, null)];
    for (const update of forged) {
      expect(await live.rejectionOf('jam.awarenessUpdated', { roomId: room.id, update })).toBe('JAM_AWARENESS_FORGED');
    }
    expect((await live.do('rooms.open', { roomId: room.id })).awareness).toBeDefined();
  });

  it('[J8] awareness is removed when the socket disconnects or closes the room', async () => {
    await DocumentClient.in(room.id, ann.live);
    const removed = (clientId: number) =>
      ann.live.next('jam.awarenessUpdated', ({ update }) =>
        Boolean(readAwareness(update)?.some((entry) => entry.clientId === clientId && entry.json === 'null')),
      );
    const [first, second] = [await guest(), await guest()];
    await first.live.do('jam.awarenessUpdated', { roomId: room.id, update: awarenessOf(101, 1, bob.me.id) });
    await second.live.do('jam.awarenessUpdated', { roomId: room.id, update: awarenessOf(102, 1, bob.me.id) });
    const [closed, left] = [removed(101), removed(102)];
    first.live.close();
    await closed;
    await second.live.do('rooms.close', { roomId: room.id });
    await left;
    expect((await ann.live.do('rooms.open', { roomId: room.id })).awareness).toBeUndefined();
  });

  it('[J11] [J14] a take names all users who wrote its prompt, or who sent another one', async () => {
    const [mine, theirs] = await openTwice();
    theirs.type('a fox');
    await mine.until(() => mine.text === 'a fox');
    mine.type(' in the snow');
    await Promise.all([...mine.sent, ...theirs.sent]);
    const first = await render(ann.live, room.id, { prompt: mine.text });
    expect(first.promptAuthors.map(({ id }) => id)).toEqual([ann.me.id, bob.me.id]);
    const end = takeFinished(ann.live, ({ prompt }) => prompt === 'alone');
    const second = await render(ann.live, room.id, { prompt: 'alone' });
    expect(second.promptAuthors.map(({ id }) => id)).toEqual([ann.me.id]);
    expect(second.isOthersPrompt).toBeUndefined();
    expect((await end).promptAuthors).toEqual(second.promptAuthors);
  });

  it('[F15] a post shows who wrote which span of the prompt', async () => {
    const [mine, theirs] = await openTwice();
    mine.type('a red ');
    await theirs.until(({ text }) => text === 'a red ');
    theirs.type('fox');
    await mine.until(({ text }) => text === 'a red fox');
    const take = await renderTake(ann.live, room.id, { prompt: 'a red fox' });
    expect(take.isOthersPrompt).toBeUndefined();
    const post = await publishTake(ann, take.id);
    const { body } = await ann.client.get<PostDetail>(`/api/posts/${post.id}`);
    expect(body.parameters.authorship).toEqual([
      { from: 0, until: 6, userId: ann.me.id },
      { from: 6, until: 9, userId: bob.me.id },
    ]);
    expect(post.participants.map(({ user, roles }) => [user.id, roles])).toEqual([
      [ann.me.id, ['rendered', 'wrote', 'published']],
      [bob.me.id, ['wrote']],
    ]);
  });

  it('[F93] a take reports whether its author wrote none of the prompt', async () => {
    await openRoom(ann, room.id);
    const theirs = await DocumentClient.in(room.id, (await guest()).live);
    theirs.type('a heron');
    await Promise.all(theirs.sent);
    const take = await render(ann.live, room.id, { prompt: 'a heron' });
    expect(take).toMatchObject({ isOthersPrompt: true, promptAuthors: [{ id: bob.me.id }] });
  });

  it('[J11] a user who only changed settings and rendered is no author of the prompt', async () => {
    const [mine, theirs] = await openTwice();
    mine.type('a red fox');
    await theirs.until(({ text }) => text === 'a red fox');
    theirs.doc.getMap('settings').set('steps', 3);
    await Promise.all([...mine.sent, ...theirs.sent]);
    const take = await render(bob.live, room.id, { prompt: 'a red fox' });
    expect(take).toMatchObject({ author: { id: bob.me.id }, isOthersPrompt: true });
    expect(take.promptAuthors.map(({ id }) => id)).toEqual([ann.me.id]);
  });

  it('[J11] a take names writers with remaining text only', async () => {
    const [mine, theirs] = await openTwice();
    theirs.type('a fox');
    await mine.until(({ text }) => text === 'a fox');
    await Promise.all(theirs.sent);
    await render(ann.live, room.id, { prompt: 'a fox' });
    // No edits since the last take: the text is still Bob's.
    const again = await render(ann.live, room.id, { prompt: 'a fox' });
    expect(again).toMatchObject({ isOthersPrompt: true, promptAuthors: [{ id: bob.me.id }] });
    theirs.type(' in the snow');
    await mine.until(({ text }) => text === 'a fox in the snow');
    mine.prompt.delete(0, mine.text.length);
    mine.type('an owl');
    await theirs.until(({ text }) => text === 'an owl');
    await Promise.all([...mine.sent, ...theirs.sent]);
    const alone = await render(ann.live, room.id, { prompt: 'an owl' });
    expect(alone.promptAuthors.map(({ id }) => id)).toEqual([ann.me.id]);
  });

  it('[J2] a document keeps every letter through a restart', async () => {
    const client = await DocumentClient.in(room.id, ann.live);
    for (const letter of 'the last letter') client.type(letter);
    await Promise.all(client.sent);
    await app.stop();
    app = await bootApp(app.config);
    ann = { ...ann, live: await connect(app.url, ann.client.cookieHeader) };
    expect((await DocumentClient.in(room.id, ann.live)).text).toBe('the last letter');
  });
});
