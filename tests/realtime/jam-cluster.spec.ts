import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomEvent, RoomView, TakeView, UploadView } from '@visionary/contract';
import * as Y from 'yjs';
import { readAwareness, writeAwareness } from '../../libs/jam/domain/awareness-message.js';
import { caseOf, decideCase, reportSubject } from '../support/cases.js';
import { bootCluster, type Cluster } from '../support/cluster.js';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { takeFinished, DocumentClient, startLongTake, render, TINY_MODELS, renderTake } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { addBlockedTerm } from '../support/terms.js';
import { solidPng } from '../support/test-images.js';

describe('two nodes on MySQL and Redis', () => {
  let cluster: Cluster;
  let nodes: [RunningApp, RunningApp];
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    cluster = await bootCluster({ modelsDir: TINY_MODELS, ...RENDERING });
    nodes = [cluster.one, cluster.two];
    ann = await connectUser(nodes[0].url);
    bob = await connectUser(nodes[1].url);
    room = await createRoom(ann);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
  });

  const openAt = async (node: number, { client }: ConnectedUser, roomId: string) =>
    DocumentClient.in(roomId, await connect(nodes[node]?.url ?? '', client.cookieHeader));

  it('[J1] clients on both nodes converge on one text', async () => {
    const other = await createRoom(ann);
    const clients = [await openAt(0, ann, other.id), await openAt(1, bob, other.id), await openAt(1, ann, other.id)];
    for (let turn = 0; turn < 20; turn++) {
      clients.forEach((one, index) => one.type(`${index}`, (turn * 5 + index) % (one.prompt.length + 1)));
      clients[turn % 3]?.settings.set('steps', turn + 1);
    }
    for (const one of clients) expect(await one.rejections()).toEqual([]);
    for (const one of clients) await one.until(() => one.text.length === 60);
    const texts = () => new Set(clients.map((one) => `${one.text} ${JSON.stringify(one.settings)}`));
    for (const one of clients) await one.until(() => texts().size === 1);
    const late = await openAt(1, bob, other.id);
    expect(texts()).toContain(`${late.text} ${JSON.stringify(late.settings)}`);
  });

  it('[J1] a client on the other node sees updates that are not stored yet', async () => {
    const other = await createRoom(ann);
    const mine = await openAt(0, ann, other.id);
    mine.type('just typed');
    await Promise.all(mine.sent);
    const theirs = await openAt(1, bob, other.id);
    await theirs.until(() => theirs.text === 'just typed');
  });

  it('[J8] awareness is relayed to the other node, and removed there', async () => {
    const other = await createRoom(ann);
    const [mine, theirs] = [await openAt(0, ann, other.id), await openAt(1, bob, other.id)];
    const seen = (clock: number, isRemoved: boolean) =>
      mine.live.next('jam.awarenessUpdated', ({ update }) =>
        Boolean(readAwareness(update)?.some((entry) => entry.clock === clock && (entry.json === 'null') === isRemoved)),
      );
    const update = writeAwareness([{ clientId: 5, clock: 3, json: JSON.stringify({ user: { id: bob.me.id } }) }]);
    const [appeared, removed] = [seen(3, false), seen(4, true)];
    await theirs.live.do('jam.awarenessUpdated', { roomId: other.id, update });
    await appeared;
    const forged = writeAwareness([{ clientId: 5, clock: 9, json: JSON.stringify({ user: { id: ann.me.id } }) }]);
    expect(await mine.live.rejectionOf('jam.awarenessUpdated', { roomId: other.id, update: forged })).toBe(
      'JAM_AWARENESS_FORGED',
    );
    theirs.live.close();
    await removed;
  });

  it('[G8] frames and the image of a take reach both nodes, also in later snapshots', async () => {
    const others = bob.live.collect('generation.frame');
    const events: RoomEvent['type'][][] = [[], []];
    [ann, bob].forEach(({ live }, index) => {
      live.socket.onAny((name: RoomEvent['type']) => {
        if (/^generation\.(queued|started|finished)$/.test(name)) events[index]?.push(name);
      });
    });
    const ends = [ann, bob].map(({ live }) => takeFinished(live, () => true));
    const take = await startLongTake(ann.live, room.id, 150, 4);
    for (const { url } of nodes) {
      const late = await connect(url);
      const { frames } = await late.do('rooms.open', { roomId: room.id });
      expect(frames).toMatchObject([{ takeId: take.id, frame: { mime: 'image/webp' } }]);
      late.close();
    }
    const [onFirst, onSecond] = await Promise.all(ends);
    expect(onSecond).toEqual(onFirst);
    expect(onFirst?.id).toBe(take.id);
    // The number depends on the load of the machine, because frames are throttled.
    expect(others.filter(({ frame }) => frame).length).toBeGreaterThan(3);
    expect(events[0]).toEqual(['generation.queued', 'generation.started', 'generation.finished']);
    expect(events[1]).toEqual(events[0]);
    const image = onFirst?.images[0]?.url ?? '';
    for (const { url } of nodes) expect((await fetch(url + image)).status).toBe(200);
  });

  it('[G4] a take is cancelled from either node', async () => {
    const events = bob.live.collect('generation.cancelled');
    const cancelled = async ({ live }: ConnectedUser) => {
      const { id: takeId } = await startLongTake(live, room.id, 150, 4);
      const received = bob.live.next('generation.cancelled', ({ payload }) => payload.takeId === takeId);
      await ann.live.do('jam.cancel', { roomId: room.id, takeId });
      return received;
    };
    // Concurrent: each node renders one.
    for (const event of await Promise.all([ann, bob].map(cancelled))) {
      // Of the current image, which may be the second one by now.
      expect(event.payload.step).toEqual(expect.any(Number));
    }
    expect(events).toHaveLength(2);
  });

  it('[G20] a take is steered, stopped, and repeated from either node', async () => {
    for (const [author, other] of [
      [ann, bob],
      [bob, ann],
    ] as const) {
      const take = await startLongTake(author.live, room.id, 150, 4);
      const steered = [author, other].map(({ live }) =>
        live.next('generation.steered', ({ payload }) => payload.takeId === take.id),
      );
      const ends = [author, other].map(({ live }) => takeFinished(live, ({ id }) => id === take.id));
      const steer = { roomId: room.id, clientId: randomUUID(), takeId: take.id, prompt: 'a boat', negative: '' };
      await other.live.do('jam.steer', steer);
      const [byAuthor, byOther] = await Promise.all(steered);
      expect(byOther).toEqual(byAuthor);
      await author.live.do('jam.stop', { roomId: room.id, takeId: take.id });
      const [stopped, seen] = await Promise.all(ends);
      expect(seen).toEqual(stopped);
      expect(stopped).toMatchObject({ steers: [byAuthor?.payload.steer], stoppedAt: { by: { id: author.me.id } } });
      const repeated = takeFinished(other.live, ({ author: { id }, steers }) => id === other.me.id && !!steers);
      await other.live.do('jam.repeat', { roomId: room.id, clientId: randomUUID(), takeId: take.id });
      const shas = (view?: TakeView) => view?.images.map(({ sha256 }) => sha256);
      expect(shas(await repeated)).toEqual(shas(stopped));
    }
  });

  it('[G24] both renderers produce the same image from an init image and a mask', async () => {
    const source = await renderTake(ann.live, room.id, { settings: { seed: 11 } });
    const image = { takeId: source.id, index: 0 };
    const white = await solidPng(64, 64, '#fff');
    const { body: mask } = await bob.client.upload<UploadView>(`/api/rooms/${room.id}/uploads`, white);
    const init = { image, strength: 0.6, mask: { uploadId: mask.id } };
    const ends = [ann, bob].map(({ live, me }) => takeFinished(live, ({ author }) => author.id === me.id));
    await Promise.all([ann, bob].map(({ live }) => render(live, room.id, { settings: { steps: 60, init } })));
    const [one, two] = await Promise.all(ends);
    expect(one?.images[0]?.sha256).toBe(two?.images[0]?.sha256);
    expect(one?.images[0]?.sha256).not.toBe(source.images[0]?.sha256);
  });

  it('[S37] blocked terms and prompt prefixes take effect on both nodes', async () => {
    const other = await createRoom(ann);
    await openRoom(ann, other.id);
    await openRoom(bob, other.id);
    await appoint(nodes[0], ann.me.name, 'admin');
    const hits = async () =>
      (await bob.live.do('safety.checkTexts', { scope: 'prompts', texts: { prompt: 'a glimmerfen' } })).hits;
    expect(await hits()).toEqual([]);
    const termAdded = bob.live.next('safety.blockedTermsChanged');
    const { id } = await addBlockedTerm(ann, { text: 'glimmerfen' });
    await termAdded;
    expect(await hits()).toMatchObject([{ matchedText: 'glimmerfen', action: 'block' }]);
    const termDeleted = bob.live.next('safety.blockedTermsChanged');
    await ann.client.delete(`/api/safety/blocked-terms/${id}`);
    await termDeleted;
    expect(await hits()).toEqual([]);
    const prefixes = async () =>
      (await bob.live.do('safety.getPromptPrefix', { roomId: other.id, model: 'visionary-mini' })).promptPrefixes;
    const changed = bob.live.next('safety.promptPrefixChanged', ({ roomId }) => roomId === other.id);
    await ann.live.do('safety.setRoomPromptPrefix', { roomId: other.id, prefix: 'in the snow', negativeSuffix: '' });
    await changed;
    expect(await prefixes()).toEqual([{ scope: 'room', prefix: 'in the snow', negativeSuffix: '' }]);
  });

  it('[J11] a take names writers of both nodes', async () => {
    const other = await createRoom(ann);
    const [mine, theirs] = [await openAt(0, ann, other.id), await openAt(1, bob, other.id)];
    theirs.type('a fox');
    await mine.until(() => mine.text === 'a fox');
    const [take] = [await render(mine.live, other.id, { prompt: mine.text })];
    expect(take.promptAuthors.map(({ id }) => id)).toEqual([bob.me.id]);
  });

  it('[J1] clients converge after an outage of Redis', async () => {
    const other = await createRoom(ann);
    const [mine, theirs] = [await openAt(0, ann, other.id), await openAt(1, ann, other.id)];
    mine.type('together ');
    await theirs.until(() => theirs.text === 'together ');
    cluster.cut();
    mine.type('here ');
    theirs.type('there ');
    await Promise.all([...mine.sent, ...theirs.sent]);
    expect(await mine.rejections()).toEqual([]);
    await cluster.restoreRedis();
    for (const one of [mine, theirs]) await one.until(() => one.text.length === 20);
    expect(mine.text).toBe(theirs.text);
  });

  it('[S156] [S159] text removed on one node leaves the other, whose visitors see masked edits', async () => {
    await appoint(nodes[0], ann.me.name, 'admin');
    const other = await createRoom(ann);
    const [there, here] = [await openAt(1, ann, other.id), await openAt(0, bob, other.id)];
    const visitor = await connect(nodes[1].url);
    await visitor.do('rooms.open', { roomId: other.id });
    const sees = (text: string) =>
      visitor.next('jam.maskedDocumentChanged', ({ document }) => {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, document);
        return doc.getText('prompt').toString() === text;
      });
    const masked = sees('•••••••••');
    here.type('pipe bomb');
    await masked;
    await Promise.all(here.sent);
    const subject = { kind: 'prompt', id: other.id } as const;
    expect(await reportSubject(ann, subject)).toBe('ok');
    const removed = sees('');
    expect(await decideCase(ann, await caseOf(ann, subject), { kind: 'remove' })).toMatchObject({ decisions: [{}] });
    for (const one of [here, there]) await one.until(({ text }) => text === '');
    await removed;
  });

  it('[G7] the take of a stopped node is finished by the other', async () => {
    const other = await createRoom(ann);
    const watcher = await connect(nodes[0].url, ann.client.cookieHeader);
    await watcher.do('rooms.open', { roomId: other.id });
    // Each of the two renderers has one take.
    const ends = [];
    for (let number = 1; number <= 2; number++) {
      ends.push(takeFinished(watcher, (take) => take.number === number));
      await startLongTake(watcher, other.id, 150, 2);
    }
    await nodes[1].stop();
    for (const take of await Promise.all(ends)) expect(take.images).toHaveLength(2);
    nodes[1] = await bootApp(nodes[0].config);
  });

  it('[J2] the document survives a stop of both nodes', async () => {
    const other = await createRoom(ann);
    const [mine, theirs] = [await openAt(0, ann, other.id), await openAt(1, bob, other.id)];
    mine.type('here ');
    theirs.type('there ');
    const whole = (one: DocumentClient) => one.text.length === 11;
    await Promise.all([mine.until(whole), theirs.until(whole)]);
    const { text } = mine;
    await Promise.all(nodes.map((node) => node.stop()));
    const again = await bootApp(nodes[0].config);
    const live: LiveClient = await connect(again.url, ann.client.cookieHeader);
    const { document } = await live.do('rooms.open', { roomId: other.id });
    const doc = new Y.Doc();
    Y.applyUpdate(doc, document);
    expect(doc.getText('prompt').toString()).toBe(text);
  });
});
