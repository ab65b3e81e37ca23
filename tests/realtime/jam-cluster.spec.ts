import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PreviewView, RoomEvent, RoomEventOf, RoomView, TakeView, UploadView } from '@visionary/contract';
import sharp from 'sharp';
import * as Y from 'yjs';
import { readAwareness, writeAwareness } from '../../libs/jam/domain/awareness-message.js';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { finished, DocumentClient, inTheMiddle, render, TINY_MODELS } from '../support/jam.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { aRoom, opens, type Present, someone } from '../support/rooms.js';
import { freshDatabase, freshFolder, redisUrl } from '../support/services.js';
import { lists } from '../support/terms.js';

describe('two nodes on MySQL and Redis', () => {
  let nodes: [RunningApp, RunningApp];
  let ann: Present;
  let bob: Present;
  let room: RoomView;

  beforeAll(async () => {
    const shared = {
      ...{ mode: 'cluster' as const, modelsDir: TINY_MODELS, ...RENDERING, dataDir: freshFolder() },
      ...{ databaseUrl: await freshDatabase('mysql'), redisUrl: redisUrl() },
    };
    nodes = [await bootApp(shared), await bootApp(shared)];
    ann = await someone(nodes[0].url);
    bob = await someone(nodes[1].url);
    room = await aRoom(ann);
    await opens(ann, room.id);
    await opens(bob, room.id);
  });

  const page = async (node: number, { client }: Present, roomId: string) =>
    DocumentClient.in(roomId, await connect(nodes[node]?.url ?? '', client.cookieHeader));

  it('[J1] end with one text, whatever node one types at', async () => {
    const own = await aRoom(ann);
    const pages = [await page(0, ann, own.id), await page(1, bob, own.id), await page(1, ann, own.id)];
    for (let turn = 0; turn < 20; turn++) {
      pages.forEach((one, index) => one.type(`${index}`, (turn * 5 + index) % (one.prompt.length + 1)));
      pages[turn % 3]?.settings.set('steps', turn + 1);
    }
    for (const one of pages) expect(await one.refusals()).toEqual([]);
    for (const one of pages) await one.until(() => one.text.length === 60);
    const texts = () => new Set(pages.map((one) => `${one.text} ${JSON.stringify(one.settings)}`));
    for (const one of pages) await one.until(() => texts().size === 1);
    const late = await page(1, bob, own.id);
    expect(texts()).toContain(`${late.text} ${JSON.stringify(late.settings)}`);
  });

  it('[J1] let whoever arrives at the other node see words that are not yet in the database', async () => {
    const own = await aRoom(ann);
    const mine = await page(0, ann, own.id);
    mine.type('just typed');
    await Promise.all(mine.sent);
    const theirs = await page(1, bob, own.id);
    await theirs.until(() => theirs.text === 'just typed');
  });

  it('[J8] show each other’s hands, and take them away', async () => {
    const own = await aRoom(ann);
    const [mine, theirs] = [await page(0, ann, own.id), await page(1, bob, own.id)];
    const seen = (clock: number, isGone: boolean) =>
      waitForEvent<{ update: Uint8Array }>(mine.live, 'jam.awarenessUpdated', ({ update }) =>
        Boolean(readAwareness(update)?.some((said) => said.clock === clock && (said.json === 'null') === isGone)),
      );
    const update = writeAwareness([{ clientId: 5, clock: 3, json: JSON.stringify({ user: { id: bob.me.id } }) }]);
    const [came, went] = [seen(3, false), seen(4, true)];
    await theirs.live.do('jam.awarenessUpdated', { roomId: own.id, update });
    await came;
    const forged = writeAwareness([{ clientId: 5, clock: 9, json: JSON.stringify({ user: { id: ann.me.id } }) }]);
    expect(await mine.live.refusal('jam.awarenessUpdated', { roomId: own.id, update: forged })).toBe(
      'JAM_AWARENESS_FORGED',
    );
    theirs.live.close();
    await went;
  });

  it('[G8] show the steps and the picture on both, and the middle to whoever arrives at either', async () => {
    const others = bob.live.keep<PreviewView>('generation.previewFrame');
    const events: RoomEvent['type'][][] = [[], []];
    [ann, bob].forEach(({ live }, index) => {
      live.socket.onAny((name: RoomEvent['type']) => {
        if (/^generation\.(queued|started|finished)$/.test(name)) events[index]?.push(name);
      });
    });
    const ends = [ann, bob].map(({ live }) => finished(live, () => true));
    const take = await inTheMiddle(ann.live, room.id, 150, 4);
    for (const { url } of nodes) {
      const late = await connect(url);
      const { previews } = await late.do('rooms.open', { roomId: room.id });
      expect(previews).toMatchObject([{ takeId: take.id, frame: { mime: 'image/webp' } }]);
      late.close();
    }
    const [here, there] = await Promise.all(ends);
    expect(there).toEqual(here);
    expect(here?.id).toBe(take.id);
    // How many depends on what the machine has left: a preview never takes more than its share.
    expect(others.filter(({ frame }) => frame).length).toBeGreaterThan(3);
    expect(events[0]).toEqual(['generation.queued', 'generation.started', 'generation.finished']);
    expect(events[1]).toEqual(events[0]);
    const image = here?.images[0]?.url ?? '';
    for (const { url } of nodes) expect((await fetch(url + image)).status).toBe(200);
  });

  it('[G4] cancel from either node what either renders', async () => {
    const told = bob.live.keep<RoomEventOf<'generation.cancelled'>>('generation.cancelled');
    const cancelled = async ({ live }: Present) => {
      const { id: takeId } = await inTheMiddle(live, room.id, 150, 4);
      const gone = waitForEvent<RoomEventOf<'generation.cancelled'>>(
        bob.live,
        'generation.cancelled',
        ({ payload }) => payload.takeId === takeId,
      );
      await ann.live.do('jam.cancel', { roomId: room.id, takeId });
      return gone;
    };
    // Both at once: each node renders one.
    for (const event of await Promise.all([ann, bob].map(cancelled))) {
      expect(event.payload.step).toBeGreaterThanOrEqual(3);
    }
    expect(told).toHaveLength(2);
  });

  it('[G20] steer and stop from either node what either renders, and repeat it on either', async () => {
    for (const [author, other] of [
      [ann, bob],
      [bob, ann],
    ] as const) {
      const take = await inTheMiddle(author.live, room.id, 150, 4);
      const told = [author, other].map(({ live }) =>
        waitForEvent<RoomEventOf<'generation.steered'>>(
          live,
          'generation.steered',
          ({ payload }) => payload.takeId === take.id,
        ),
      );
      const ends = [author, other].map(({ live }) => finished(live, ({ id }) => id === take.id));
      const wish = { roomId: room.id, clientId: randomUUID(), takeId: take.id, prompt: 'a boat', negative: '' };
      await other.live.do('jam.steer', wish);
      const [here, there] = await Promise.all(told);
      expect(there).toEqual(here);
      await author.live.do('jam.stop', { roomId: room.id, takeId: take.id });
      const [done, seen] = await Promise.all(ends);
      expect(seen).toEqual(done);
      expect(done).toMatchObject({ steers: [here?.payload.steer], stoppedAt: { by: { id: author.me.id } } });
      const twin = finished(other.live, ({ author: { id }, steers }) => id === other.me.id && !!steers);
      await other.live.do('jam.repeat', { roomId: room.id, clientId: randomUUID(), takeId: take.id });
      const shas = (view?: TakeView) => view?.images.map(({ sha256 }) => sha256);
      expect(shas(await twin)).toEqual(shas(done));
    }
  });

  it('[G24] start from a picture and a mask, whichever renderer does it', async () => {
    const plainEnd = finished(ann.live);
    await render(ann.live, room.id, { settings: { seed: 11 } });
    const source = await plainEnd;
    const image = { takeId: source.id, index: 0 };
    const white = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const sending = { raw: white, headers: { 'content-type': 'image/png' } };
    const { body: mask } = await bob.client.post<UploadView>(`/api/rooms/${room.id}/uploads`, undefined, sending);
    const init = { image, strength: 0.6, mask: { uploadId: mask.id } };
    const ends = [ann, bob].map(({ live, me }) => finished(live, ({ author }) => author.id === me.id));
    await Promise.all([ann, bob].map(({ live }) => render(live, room.id, { settings: { steps: 60, init } })));
    const [one, two] = await Promise.all(ends);
    expect(one?.images[0]?.sha256).toBe(two?.images[0]?.sha256);
    expect(one?.images[0]?.sha256).not.toBe(source.images[0]?.sha256);
  });

  it('[S37] refuse a listed word and add the house’s words on both, as soon as one of them has them', async () => {
    const own = await aRoom(ann);
    await opens(ann, own.id);
    await opens(bob, own.id);
    await appoint(nodes[0], ann.me.name, 'admin');
    const hits = async () =>
      (await bob.live.do('safety.checkTexts', { scope: 'prompts', texts: { prompt: 'a glimmerfen' } })).hits;
    expect(await hits()).toEqual([]);
    const listed = waitForEvent(bob.live, 'safety.blockedTermsChanged');
    const { id } = await lists(ann, { text: 'glimmerfen' });
    await listed;
    expect(await hits()).toMatchObject([{ matchedText: 'glimmerfen', action: 'block' }]);
    const gone = waitForEvent(bob.live, 'safety.blockedTermsChanged');
    await ann.client.delete(`/api/safety/blocked-terms/${id}`);
    await gone;
    expect(await hits()).toEqual([]);
    const added = async () =>
      (await bob.live.do('safety.getPromptPrefix', { roomId: own.id, model: 'visionary-mini' })).promptPrefixes;
    const told = waitForEvent<{ roomId?: string }>(
      bob.live,
      'safety.promptPrefixChanged',
      ({ roomId }) => roomId === own.id,
    );
    await ann.live.do('safety.setRoomPromptPrefix', { roomId: own.id, prefix: 'in the snow', negativeSuffix: '' });
    await told;
    expect(await added()).toEqual([{ of: 'room', prefix: 'in the snow', suffix: '' }]);
  });

  it('[J11] know on either node who has written', async () => {
    const own = await aRoom(ann);
    const [mine, theirs] = [await page(0, ann, own.id), await page(1, bob, own.id)];
    theirs.type('a fox');
    await mine.until(() => mine.text === 'a fox');
    const [take] = [await render(mine.live, own.id, { prompt: mine.text })];
    expect(take.promptAuthors.map(({ id }) => id)).toEqual([ann.me.id, bob.me.id]);
  });

  it('[G7] finish the take of a node that stops', async () => {
    const own = await aRoom(ann);
    const watcher = await connect(nodes[0].url, ann.client.cookieHeader);
    await watcher.do('rooms.open', { roomId: own.id });
    // Two renderers take one take each.
    const ends = [];
    for (let number = 1; number <= 2; number++) {
      ends.push(finished(watcher, (take) => take.number === number));
      await inTheMiddle(watcher, own.id, 150, 2);
    }
    await nodes[1].stop();
    for (const take of await Promise.all(ends)) expect(take.images).toHaveLength(2);
    nodes[1] = await bootApp(nodes[0].config);
  });

  it('[J1] come together again when Redis was away', async () => {
    const line = await startTcpProxy(redisUrl());
    const shared = { ...nodes[0].config, redisUrl: line.url };
    const apart = [await bootApp(shared), await bootApp(shared)];
    const own = await aRoom(ann);
    const pages = [];
    for (const { url } of apart) {
      pages.push(await DocumentClient.in(own.id, await connect(url, ann.client.cookieHeader)));
    }
    const [mine, theirs] = pages as [DocumentClient, DocumentClient];
    mine.type('together ');
    await theirs.until(() => theirs.text === 'together ');
    line.disconnect();
    mine.type('here ');
    theirs.type('there ');
    await Promise.all([...mine.sent, ...theirs.sent]);
    expect(await mine.refusals()).toEqual([]);
    line.reconnect();
    for (const one of pages) await one.until(() => one.text.length === 20);
    expect(mine.text).toBe(theirs.text);
  });

  it('keep one document through a stop of both', async () => {
    const own = await aRoom(ann);
    const [mine, theirs] = [await page(0, ann, own.id), await page(1, bob, own.id)];
    mine.type('here ');
    theirs.type('there ');
    const whole = (one: DocumentClient) => one.text.length === 11;
    await Promise.all([mine.until(whole), theirs.until(whole)]);
    const { text } = mine;
    await Promise.all(nodes.map((node) => node.stop()));
    const again = await bootApp(nodes[0].config);
    const live: LiveClient = await connect(again.url, ann.client.cookieHeader);
    const { document } = await live.do('rooms.open', { roomId: own.id });
    const doc = new Y.Doc();
    Y.applyUpdate(doc, document);
    expect(doc.getText('prompt').toString()).toBe(text);
  });
});
