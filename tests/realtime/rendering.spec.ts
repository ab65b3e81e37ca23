import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Health, ModelList, ReplayView, RoomEvent, RoomView } from '@visionary/contract';
import sharp, { type Sharp } from 'sharp';
import type { z } from 'zod';
import { LatestFrames } from '../../libs/generation/domain/latest-frames.js';
import { Renderers } from '../../libs/generation/domain/renderers.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { publishTake } from '../support/feed.js';
import { HttpClient } from '../support/http-client.js';
import {
  takeFinished,
  startLongTake,
  buildRenderRequest,
  nextFrame,
  render,
  TINY,
  TINY_MODELS,
  renderTake,
} from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { createRoom, addMember, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';

const NO_TAKE = '00000000-0000-4000-8000-000000000000';

/** Mean difference of two images of equal size, in levels of a channel. */
const distance = async (...images: [Sharp, Sharp]): Promise<number> => {
  const [a, b] = await Promise.all(images.map((image) => image.removeAlpha().raw().toBuffer()));
  return a!.reduce((sum, value, at) => sum + Math.abs(value - b![at]!), 0) / a!.length;
};

describe('rendering in a room', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING });
    [ann, bob] = [await connectUser(app.url), await connectUser(app.url)];
    room = await createRoom(ann);
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
  });

  /** All events of the take as a client in the room receives them, in order. */
  const collectEventNames = ({ live }: ConnectedUser, takeId: string) => {
    const eventNames: string[] = [];
    live.socket.onAny((name: string, event: RoomEvent) => {
      if (!name.startsWith('generation.') || !('payload' in event)) return;
      const { payload } = event;
      if (('take' in payload ? payload.take.id : 'takeId' in payload ? payload.takeId : '') === takeId) {
        eventNames.push(name);
      }
    });
    return eventNames;
  };

  const cancel = async (takeId: string) => {
    const event = ann.live.next('generation.cancelled');
    await ann.live.do('jam.cancel', { roomId: room.id, takeId });
    await event;
  };

  it('[G8] sends every step and the same images to everyone in the room', async () => {
    const clientId = randomUUID();
    const ends = [takeFinished(ann.live), takeFinished(bob.live)];
    const steps = [ann.live, bob.live].map((live) => live.collect('generation.frame'));
    const take = await render(ann.live, room.id, { clientId, settings: { steps: 12, batch: 2, seed: 2 ** 32 - 1 } });
    const eventNames = collectEventNames(bob, take.id);
    expect(take).toMatchObject({ number: 1, status: 'queued', author: ann.me.name ? { id: ann.me.id } : {} });
    const [one, two] = await Promise.all(ends);
    expect(two).toEqual(one);
    expect(one).toMatchObject({ id: take.id, seq: take.seq, status: 'finished', promptAuthors: [{ id: ann.me.id }] });
    expect(one?.images.map(({ seed }) => seed)).toEqual([2 ** 32 - 1, 0]);
    expect(one?.renderMs).toBeGreaterThan(0);
    for (const seen of steps) {
      const mine = seen.filter(({ takeId }) => takeId === take.id);
      // Frames are throttled and may be dropped, but arrive in order.
      const order = mine.map(({ imageIndex: image, step }) => image * 12 + step);
      expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b));
      // The number depends on the load of the machine.
      expect(mine.some(({ frame }) => frame)).toBe(true);
    }
    expect(eventNames.filter((name) => name !== 'generation.queued')).toEqual([
      'generation.started',
      'generation.finished',
    ]);
  });

  it('[J9] queues one take when the command is repeated', async () => {
    const order = buildRenderRequest(room.id, { clientId: randomUUID() });
    const end = takeFinished(ann.live, ({ prompt }) => prompt === 'the other one');
    const events = await Promise.all([1, 2, 3].map(() => ann.live.do('jam.render', order)));
    const later = await bob.live.do('jam.render', buildRenderRequest(room.id, { prompt: 'the other one' }));
    await end;
    events.push(await ann.live.do('jam.render', { ...order, prompt: 'something else' }));
    expect(new Set(events.map(({ event }) => event.seq)).size).toBe(1);
    expect(later.event.seq).not.toBe(events[0]?.event.seq);
  });

  it('[G8] sends the newest frame to a user who joins during a render', async () => {
    const end = takeFinished(ann.live);
    const take = await startLongTake(ann.live, room.id, 150, 4);
    const late = await connect(app.url);
    const { frames, queue, state, role } = await late.do('rooms.open', { roomId: room.id });
    expect(role).toBe('viewer');
    expect(frames).toMatchObject([{ takeId: take.id, steps: 150, frame: { mime: 'image/webp' } }]);
    expect(frames[0]?.step).toBeGreaterThanOrEqual(3);
    expect(queue).toMatchObject([{ takeId: take.id, position: 0, msToStart: 0 }]);
    expect(state).toMatchObject({
      kind: 'fresh',
      takes: expect.arrayContaining([expect.objectContaining({ id: take.id })]),
    });
    const frame = frames[0]?.frame;
    const image = await sharp(frame?.bytes).metadata();
    expect([image.width, image.height]).toEqual([frame?.width, frame?.height]);
    await end;
    expect((await late.do('rooms.open', { roomId: room.id })).frames).toEqual([]);
    late.close();
  });

  it('[G8] renders no frames when no one watches', async () => {
    const quiet = await createRoom(ann);
    const latest = app.get(LatestFrames);
    const unseen = await render(ann.live, quiet.id, { settings: { steps: 150, batch: 4 } });
    await eventually('it renders', () => latest.finishedStepsOf(unseen.id) >= 3);
    expect(latest.of(unseen.id, 0)?.frame).toBeUndefined();
    await ann.live.do('rooms.open', { roomId: quiet.id });
    await eventually('a frame follows', () => latest.of(unseen.id, 0)?.frame !== undefined);
    await ann.live.do('jam.cancel', { roomId: quiet.id, takeId: unseen.id });
    await ann.live.do('rooms.close', { roomId: quiet.id });
  });

  it('[G4] cancels a rendering take for its author and the owner of the room', async () => {
    for (const [author, ender] of [
      [bob, bob],
      [bob, ann],
    ] as const) {
      const take = await startLongTake(author.live, room.id, 150, 4);
      const event = ann.live.next('generation.cancelled');
      await ender.live.do('jam.cancel', { roomId: room.id, takeId: take.id });
      const { payload, actorId } = await event;
      expect(payload).toMatchObject({ takeId: take.id, by: { id: ender.me.id } });
      expect(actorId).toBe(ender.me.id);
      expect(payload.step).toBeGreaterThanOrEqual(3);
      expect(payload.step).toBeLessThan(150);
      expect(await ender.live.rejectionOf('jam.cancel', { roomId: room.id, takeId: take.id })).toBe(
        'GENERATION_TAKE_ALREADY_ENDED',
      );
    }
  });

  it('[G4] rejects a cancel by others', async () => {
    const foreign = await createRoom(bob);
    const take = await startLongTake(ann.live, room.id, 150, 4, 128);
    const attempt = { roomId: room.id, takeId: take.id };
    expect(await bob.live.rejectionOf('jam.cancel', attempt)).toBe('GENERATION_NOT_AUTHOR');
    expect(await bob.live.rejectionOf('jam.cancel', { ...attempt, roomId: foreign.id })).toBe(
      'GENERATION_TAKE_NOT_FOUND',
    );
    const visitor = await connect(app.url);
    expect(await visitor.rejectionOf('jam.cancel', attempt)).toBe('UNAUTHENTICATED');
    visitor.close();
    await cancel(take.id);
  });

  it('[G9] sends queue positions to the room when the queue changes', async () => {
    const events = ann.live.collect('generation.queueChanged');
    const ends = takeFinished(ann.live, ({ prompt }) => prompt === 'the last');
    const takes = [];
    for (const prompt of ['one', 'two', 'the last']) {
      // The first one still has time left when the last one is queued.
      const steps = prompt === 'one' ? 150 : 30;
      takes.push(await render(ann.live, room.id, { prompt, settings: { steps } }));
    }
    const empty = ann.live.next('generation.queueChanged', ({ queue }) => queue.length === 0);
    await ends;
    await empty;
    const full = events.find(({ queue }) => queue.length === 3)?.queue ?? [];
    expect(full.map(({ takeId, position }) => [takeId, position])).toEqual(takes.map(({ id }, index) => [id, index]));
    const starts = full.map(({ msToStart }) => msToStart ?? -1);
    expect(starts[0]).toBe(0);
    expect(starts[2]).toBeGreaterThan(starts[1] ?? 0);
    expect(starts[1]).toBeGreaterThan(0);
  });

  it('[G9] sends the queue tail to every open room, also without takes', async () => {
    const elsewhere = await createRoom(bob);
    const { queue, queueTail } = await bob.live.do('rooms.open', { roomId: elsewhere.id });
    expect([queue, queueTail]).toEqual([[], { takesAhead: 0, msToStart: 0 }]);
    const tailAt = (takesAhead: number) =>
      bob.live.next(
        'generation.queueChanged',
        (moved) => moved.roomId === elsewhere.id && moved.queueTail.takesAhead === takesAhead,
      );
    const [busy, idle] = [tailAt(1), tailAt(0)];
    const take = await startLongTake(ann.live, room.id, 150, 4, 128);
    expect((await busy).queue).toEqual([]);
    const late = await connectUser(app.url);
    expect((await late.live.do('rooms.open', { roomId: elsewhere.id })).queueTail.takesAhead).toBe(1);
    await cancel(take.id);
    expect((await idle).queueTail).toEqual({ takesAhead: 0, msToStart: 0 });
  });

  it('[B240] tells users how many of their takes wait or render in all rooms', async () => {
    const elsewhere = await createRoom(ann);
    const ownTakes = async ({ live }: ConnectedUser) =>
      (await live.do('rooms.open', { roomId: elsewhere.id })).ownTakes;
    expect(await ownTakes(ann)).toEqual({ open: 0, rendering: 0 });
    const changes = ann.live.collect('generation.ownTakesChanged');
    const ofBob = bob.live.collect('generation.ownTakesChanged');
    const take = await startLongTake(ann.live, room.id, 150, 4, 128);
    const waiting = await render(ann.live, room.id);
    await eventually('both are counted', () => changes.at(-1)?.open === 2);
    expect(changes.at(-1)).toEqual({ open: 2, rendering: 1 });
    expect(await ownTakes(ann)).toEqual({ open: 2, rendering: 1 });
    expect(await ownTakes(bob)).toEqual({ open: 0, rendering: 0 });
    await cancel(waiting.id);
    await cancel(take.id);
    await eventually('none is left', () => changes.at(-1)?.open === 0);
    expect(ofBob).toEqual([]);
    await ann.live.do('rooms.close', { roomId: elsewhere.id });
    await bob.live.do('rooms.close', { roomId: elsewhere.id });
  });

  it('[G13] counts tokens like the model’s tokenizer while it renders', async () => {
    const take = await startLongTake(ann.live, room.id, 150, 4, 128);
    const { counts } = await ann.live.do('jam.countTokens', { model: TINY.model, texts: ['a photo', 'a '.repeat(90)] });
    // A prompt that is too long for one chunk continues in a second one.
    expect(counts).toEqual([
      { tokens: 2, limit: 75 },
      { tokens: 90, limit: 150 },
    ]);
    expect(await ann.live.rejectionOf('jam.countTokens', { model: 'nope', texts: ['x'] })).toBe(
      'GENERATION_MODEL_NOT_FOUND',
    );
    await cancel(take.id);
  });

  it.each([
    ['impossible steps', { settings: { steps: 1e9 } }, 'INVALID'],
    ['impossible pixels', { settings: { width: 65_536, height: 65_536 } }, 'INVALID'],
    ['more pixels than the model supports', { settings: { width: 1024, height: 1024 } }, 'GENERATION_SIZE_UNSUPPORTED'],
    ['an impossible seed', { settings: { seed: 2 ** 64 } }, 'INVALID'],
    ['an unknown scheduler', { settings: { scheduler: 'nonsense' as 'ddim' } }, 'INVALID'],
    ['a path as the model', { settings: { model: '../../etc' } }, 'GENERATION_MODEL_NOT_FOUND'],
    ['NaN', { settings: { guidance: Number.NaN } }, 'INVALID'],
    ['a prompt that is empty', { prompt: ' ' }, 'GENERATION_PROMPT_EMPTY'],
    ['a prompt with NUL', { prompt: 'x\u0000' }, 'INVALID'],
    ['a prompt of 1 MB', { prompt: 'x'.repeat(900_000) }, 'INVALID'],
  ])('[G1] rejects %s', async (_what, change, code) => {
    expect(await ann.live.rejectionOf('jam.render', buildRenderRequest(room.id, change))).toBe(code);
  });

  it('pages older takes', async () => {
    const { takes, more } = await ann.live.do('jam.listTakesBefore', { roomId: room.id, beforeNumber: 3 });
    expect(takes.map(({ number }) => number)).toEqual([2, 1]);
    expect(more).toBe(false);
  });

  it('[G10] serves images with immutable caching to users who may read the room', async () => {
    const { images, number } = await renderTake(ann.live, room.id, { prompt: '雪地里的一只 "红" 狐狸' });
    const url = images[0]?.url ?? '';
    const response = await fetch(app.url + url);
    const png = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(png).digest('hex')).toBe(images[0]?.sha256);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, s-maxage=600, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(response.headers.get('content-disposition')).toBeNull();
    const known = { headers: { 'if-none-match': response.headers.get('etag') ?? '' } };
    const again = await new HttpClient(app.url).get(url, known);
    expect(again.status).toBe(304);
    const download = await fetch(`${app.url + url}?download`);
    const name = encodeURIComponent(`${number} 雪地里的一只 红 狐狸 7.png`);
    expect(download.headers.get('content-disposition')).toContain(`filename*=UTF-8''${name}`);
    await download.arrayBuffer();
  });

  it('[G103] [F98] shows how a finished image came about: its steps, the last of them as the image', async () => {
    const take = await renderTake(ann.live, room.id, { settings: { steps: 30, batch: 2 } });
    const path = (index: number, of = take.id) => `/api/takes/${of}/images/${index}/replay`;
    const visitor = new HttpClient(app.url);
    for (const index of [0, 1]) {
      const [first, second] = await Promise.all([0, 1].map(() => visitor.get<ReplayView>(path(index))));
      expect(second?.body).toEqual(first?.body);
      const { url, columns, width, height, steps } = first!.body;
      expect([steps.length, steps[0], steps.at(-1)]).toEqual([24, 1, 30]);
      const response = await fetch(app.url + url);
      expect(response.headers.get('content-type')).toBe('image/webp');
      const sheet = sharp(Buffer.from(await response.arrayBuffer()));
      expect(await sheet.metadata()).toMatchObject({ width: columns * width, height: 5 * height });
      const image = Buffer.from(await (await fetch(app.url + (take.images[index]?.url ?? ''))).arrayBuffer());
      const away = (at: number) => {
        const cell = { left: (at % columns) * width, top: Math.floor(at / columns) * height, width, height };
        return distance(sheet.clone().extract(cell), sharp(image));
      };
      // WebP is lossy, and this model draws noise.
      const [start, end] = [await away(0), await away(steps.length - 1)];
      expect(end).toBeLessThan(25);
      expect(start).toBeGreaterThan(1.5 * end);
    }
    const clip = await fetch(`${app.url}/api/takes/${take.id}/images/0/clip?seconds=3&hold=1&size=256`);
    const { delay, pageHeight, pages } = await sharp(Buffer.from(await clip.arrayBuffer()), {
      animated: true,
    }).metadata();
    expect([pages, pageHeight, delay?.at(-1)]).toEqual([25, 256, 1_000]);
    expect(delay?.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(3_000, -2);
    const gif = await fetch(`${app.url}/api/takes/${take.id}/images/0/clip?seconds=3&hold=1&format=gif&download`);
    expect(gif.headers.get('content-disposition')).toMatch(/\.gif/);
    const animated = await sharp(Buffer.from(await gif.arrayBuffer()), { animated: true }).metadata();
    expect([animated.format, animated.pages, animated.pageHeight]).toEqual(['gif', 25, 320]);
    const posted = ann.live.next('feed.postUpdated');
    const { id } = await publishTake(ann, take.id, { replayEnabled: true });
    expect((await posted).post).toMatchObject({ id, replay: { steps: { length: 24, 0: 1, 23: 30 } } });
    for (const wrong of ['seconds=9', 'hold=-1', 'size=4096', 'format=mp4']) {
      expect((await visitor.get(`/api/takes/${take.id}/images/0/clip?${wrong}`)).status).toBe(400);
    }
    expect(await visitor.get(path(0, NO_TAKE))).toMatchObject({ status: 404 });
    expect(await visitor.get(path(2))).toMatchObject({ body: { code: 'GENERATION_TAKE_NOT_FOUND' } });
  });

  it('[G10] hides the images of a private room from everyone else', async () => {
    const hidden = await createRoom(ann, { visibility: 'private' });
    await openRoom(ann, hidden.id);
    const url = (await renderTake(ann.live, hidden.id)).images[0]?.url ?? '';
    const own = await ann.client.get(url);
    expect(own).toMatchObject({ status: 200, headers: { 'cache-control': 'private, max-age=31536000, immutable' } });
    for (const client of [bob.client, new HttpClient(app.url)]) {
      expect(await client.get(url)).toMatchObject({ status: 404, body: { code: 'GENERATION_TAKE_NOT_FOUND' } });
    }
    await addMember(ann, bob, hidden.id);
    expect((await bob.client.get(url)).status).toBe(200);
  });

  it.each([
    [`/api/takes/${NO_TAKE}/images/0`, 404],
    ['/api/takes/nonsense/images/0', 400],
    [`/api/takes/${NO_TAKE}/images/-1`, 400],
    [`/api/takes/${NO_TAKE}/images/..%2f0`, 400],
  ])('[G10] answers %s with %i', async (path, status) => {
    expect((await new HttpClient(app.url).get(path)).status).toBe(status);
  });

  it('[G12] sends frames of public rooms to the lobby, and of no others', async () => {
    const watcher = await connectUser(app.url);
    await watcher.live.do('lobby.subscribe', {});
    const seen = watcher.live.collect('lobby.frame');
    const [open, hidden] = [await createRoom(ann), await createRoom(ann, { visibility: 'private' })];
    for (const { id } of [hidden, open]) {
      await openRoom(ann, id);
      const end = takeFinished(ann.live, ({ roomId }) => roomId === id);
      const first = nextFrame(ann.live, ({ roomId }) => roomId === id);
      await render(ann.live, id, { settings: { steps: 60 } });
      await first;
      await end;
    }
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen.map(({ roomId }) => roomId))).toEqual(new Set([open.id]));
  });

  it('[G11] lists models, and reports a ready renderer as healthy', async () => {
    const { body } = await ann.client.get<z.infer<typeof ModelList>>('/api/models');
    expect(body.models).toMatchObject([{ id: TINY.model, sizeMultiple: 8 }]);
    expect(JSON.stringify(body)).not.toContain(TINY_MODELS);
    const health = (await ann.client.get<Health>('/api/health')).body;
    expect(health).toMatchObject({ renderer: 'ready', providers: ['cpu'] });
  });
});

describe('a server with several renderers', () => {
  it('[G85] renders a take on each at once', async () => {
    const app = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING, rendererProviders: ['cpu', 'cpu'] });
    const users = [await connectUser(app.url), await connectUser(app.url)];
    const ends = [];
    for (const user of users) {
      const room = await createRoom(user);
      await openRoom(user, room.id);
      ends.push(takeFinished(user.live));
      await render(user.live, room.id, { settings: { steps: 150, batch: 4 } });
    }
    const states = () =>
      app
        .get(Renderers)
        .list()
        .map(({ state }) => state);
    await eventually('both render', () => states().join() === 'rendering,rendering');
    for (const { images } of await Promise.all(ends)) expect(images).toHaveLength(4);
  });
});
