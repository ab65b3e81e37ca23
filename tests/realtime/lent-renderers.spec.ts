import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type {
  LentRendererList,
  LentRendererToken,
  RoomEventOf,
  RoomView,
  Settings,
  TakeView,
  UpdateLentRenderer,
  WaitReason,
} from '@visionary/contract';
import { Versions } from '@visionary/hub';
import { Renderers } from '../../libs/generation/domain/renderers.js';
import { TakesService } from '../../libs/generation/use-cases/takes.service.js';
import type { RenderRecord } from '../../libs/generation/domain/renderer-protocol.js';
import type { LentTakeRequest } from '../../libs/generation/domain/lending-protocol.js';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { factsOfTinyModel } from '../support/hub-files.js';
import { createLentRenderer, FakeLender, lend, type RunningLender } from '../support/lenders.js';
import { nextFrame, render, startLongTake, takeFinished, TINY, TINY_MODELS } from '../support/jam.js';
import { publishModel, type PublishedModel } from '../support/published-models.js';
import { connectUser, type ConnectedUser, createRoom, openRoom } from '../support/rooms.js';
import { freshDatabase, freshFolder, redisUrl } from '../support/services.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { solidPng } from '../support/test-images.js';

const RECORD = { runtime: 'test', provider: 'cpu', loadMs: 1, renderMs: 1, loraHashes: [] } as const;
const step = ({ takeId }: LentTakeRequest, more: object = {}) =>
  ({ type: 'step', takeId, imageIndex: 0, step: 1, steps: TINY.steps, images: 1, msLeft: 0, ...more }) as const;
const finished = ({ takeId, job: { seed } }: LentTakeRequest) =>
  ({ type: 'finished', takeId, images: [{ seed }], record: RECORD }) as const;

/** A PNG of a few bytes that says it has 30,000 pixels a side. */
async function pngBomb(): Promise<Buffer> {
  const png = await solidPng(8, 8);
  png.writeUInt32BE(30_000, 16);
  png.writeUInt32BE(30_000, 20);
  return Buffer.concat([png, deflateSync(Buffer.alloc(1024))]);
}

describe('lent renderers', () => {
  let server: RunningApp;
  let proxy: TcpProxy;
  let mira: ConnectedUser;
  let room: RoomView;
  let published: PublishedModel;
  let liar: LentRendererToken;
  let lender: RunningLender;

  beforeAll(async () => {
    server = await bootApp({ modelsDir: TINY_MODELS, lending: 'open', lendsLocalModels: true });
    proxy = await startTcpProxy(server.url);
    mira = await connectUser(server.url, 'Mira');
    // Renderers of an admin are accepted at once, whatever happened to their others.
    await appoint(server, 'Mira');
    room = await createRoom(mira);
    await openRoom(mira, room.id);
    liar = await createLentRenderer(mira, 'Liar');
    published = await publishModel(server, { creator: mira, name: 'Tiny', renderFacts: await factsOfTinyModel() });
  });

  const remove = ({ renderer }: LentRendererToken) => mira.client.delete(`/api/me/lent-renderers/${renderer.id}`);

  const lies: Record<string, (fake: FakeLender, request: LentTakeRequest) => unknown> = {
    'counts steps that were not ordered': (fake, request) => fake.send(step(request, { steps: 9, step: 9 })),
    'an image cannot be read': (fake, request) => fake.send(step(request, { frame: Buffer.from('<svg/>') })),
    'a frame has 32 × 8 pixels for an image of 64 × 64': async (fake, request) => {
      const { default: sharp } = await import('sharp');
      fake.send(
        step(request, {
          frame: await sharp(await solidPng(32, 8))
            .jpeg()
            .toBuffer(),
        }),
      );
    },
    'an image has 32 × 32 pixels, 64 × 64 were ordered': async (fake, request) => {
      fake.sendImage(request.takeId, 0, await solidPng(32, 32));
      fake.send(finished(request));
    },
    'Input image exceeds pixel limit': async (fake, request) => {
      fake.sendImage(request.takeId, 0, await pngBomb());
      fake.send(finished(request));
    },
    'it cancelled a take': (fake, { takeId }) => fake.send({ type: 'cancelled', takeId, step: 0 }),
    'it requests too much of a file': (fake, { job }) =>
      fake.send({ type: 'read', sha256: job.init?.sha256 ?? 'a'.repeat(64), from: 0, until: 2 ** 40 }),
  };

  it.each(Object.keys(lies))(
    '[L11] is banned for what does not fit its take, which returns to the queue: %s',
    async (reason) => {
      const fake = await FakeLender.ready(server.url, liar.token);
      const { id: takeId } = await render(mira.live, room.id);
      const { request } = await fake.next('render');
      expect(request).toMatchObject({ takeId, model: TINY.model, job: { prompt: 'a red fox' } });
      await lies[reason]!(fake, request);
      const rejected = await fake.next('rejected');
      expect(rejected).toMatchObject({ code: 'LENDING_MISBEHAVED', isFinal: true });
      expect(rejected.reason).toContain(reason);
      await eventually('it is banned', async () => {
        const { body } = await mira.client.get<LentRendererList>('/api/me/lent-renderers');
        const banned = body.renderers.find(({ id }) => id === liar.renderer.id);
        return banned?.state === 'banned' && banned.reason === rejected.reason;
      });
      expect((await server.get(TakesService).find(takeId))?.status).toMatch(/queued|rendering/);
      await mira.live.do('jam.cancel', { roomId: room.id, takeId });
      await mira.client.post(`/api/admin/lent-renderers/${liar.renderer.id}/decision`, { action: 'accept' });
    },
  );

  it('[L32] ends a cancelled take at once, and returns one whose connection is replaced, even if its program does not respond', async () => {
    const first = await FakeLender.ready(server.url, liar.token);
    const cancelled = await render(mira.live, room.id);
    await first.next('render');
    const end = mira.live.next('generation.cancelled');
    await mira.live.do('jam.cancel', { roomId: room.id, takeId: cancelled.id });
    expect((await end).payload).toMatchObject({ takeId: cancelled.id });
    const waiting = await render(mira.live, room.id);
    // It gets the next take once it has let go of this one.
    expect(first.received.map(({ type }) => type)).not.toContain('render');
    first.send({ type: 'cancelled', takeId: cancelled.id, step: 0 });
    expect((await first.next('render')).request).toMatchObject({ takeId: waiting.id });
    const second = await FakeLender.ready(server.url, liar.token);
    expect((await second.next('render')).request).toMatchObject({ takeId: waiting.id });
    expect(await first.next('rejected')).toMatchObject({ code: 'LENDING_CONNECTED_ELSEWHERE' });

    // What one renderer of its owner failed, none of them gets again, also after connecting again.
    second.send({ type: 'failed', takeId: waiting.id, code: 'RENDER_FAILED', detail: '\u001b[31m<img>' });
    await eventually('it waits', async () => (await server.get(TakesService).find(waiting.id))?.status === 'queued');
    const third = await FakeLender.ready(server.url, liar.token);
    const other = await render(mira.live, room.id);
    expect((await third.next('render')).request).toMatchObject({ takeId: other.id });
    for (const { id: takeId } of [waiting, other]) await mira.live.do('jam.cancel', { roomId: room.id, takeId });
    third.close();
  });

  it('[L12] reads the files of its take, and no others', async () => {
    const lent = await createLentRenderer(mira);
    const fake = await FakeLender.ready(server.url, lent.token);
    const { id: takeId } = await render(mira.live, room.id);
    const { request } = await fake.next('render');
    const { body } = await mira.client.get<LentRendererList>('/api/me/lent-renderers');
    const shown = body.renderers.find(({ id }) => id === lent.renderer.id);
    expect(shown).toMatchObject({ activity: 'rendering', model: TINY.model, isQuiet: false });
    const [file] = request.manifests.model!.files;
    fake.send({ type: 'read', sha256: file!.sha256, from: 0, until: 4 });
    expect(await fake.next('data')).toMatchObject({ of: file!.bytes, bytes: { length: Math.min(4, file!.bytes) } });
    fake.send({ type: 'read', sha256: 'a'.repeat(64), from: 0, until: 4 });
    expect(await fake.next('data')).not.toHaveProperty('bytes');
    fake.send({ type: 'returned', takeId, why: 'a test' });
    await eventually('it waits again', async () => (await server.get(TakesService).find(takeId))?.status === 'queued');
    fake.send({ type: 'read', sha256: file!.sha256, from: 0, until: 4 });
    expect(await fake.next('data')).not.toHaveProperty('bytes');
    await mira.live.do('jam.cancel', { roomId: room.id, takeId });
    fake.close();
    await remove(lent);
  });

  it('[L24] gets no take with an adult model while its owner hides such content, and reads none of its files', async () => {
    const form = { contentRating: 'adult' } as const;
    const input = { creator: mira, name: 'Adult', form, renderFacts: await factsOfTinyModel() };
    const { version } = await publishModel(server, input);
    const [file] = await server.get(Versions).filesOf(version.id);
    const lent = await createLentRenderer(mira);
    await mira.client.patch('/api/me', { sensitiveContentMode: 'hide' });
    const adult = await render(mira.live, room.id, { settings: { model: version.useId } });
    const fake = await FakeLender.ready(server.url, lent.token);
    const plain = await render(mira.live, room.id);
    // The adult take has waited longer.
    expect((await fake.next('render')).request.takeId).toBe(plain.id);
    fake.send({ type: 'read', sha256: file!.sha256, from: 0, until: 4 });
    expect(await fake.next('data')).not.toHaveProperty('bytes');

    await mira.client.patch('/api/me', { sensitiveContentMode: 'blur' });
    await mira.live.do('jam.cancel', { roomId: room.id, takeId: plain.id });
    await fake.next('cancel');
    fake.send({ type: 'cancelled', takeId: plain.id, step: 0 });
    expect((await fake.next('render')).request.takeId).toBe(adult.id);
    fake.send({ type: 'read', sha256: file!.sha256, from: 0, until: 4 });
    expect(await fake.next('data')).toMatchObject({ of: file!.bytes });
    fake.close();
    await remove(lent);
    await mira.live.do('jam.cancel', { roomId: room.id, takeId: adult.id });
  });

  it('[L25] a take that no renderer may render says in its room why it waits', async () => {
    const [secret, open] = [await createRoom(mira, { visibility: 'private' }), room];
    const form = { contentRating: 'adult' } as const;
    const adult = await publishModel(server, { creator: mira, form, renderFacts: await factsOfTinyModel() });
    const strict = await render(mira.live, (await openRoom(mira, secret.id)).room.id);
    await openRoom(mira, open.id);
    const plain = await render(mira.live, open.id);
    const rated = await render(mira.live, open.id, { settings: { model: adult.version.useId } });
    const reasons = async () => {
      const queues = [await openRoom(mira, secret.id), await openRoom(mira, open.id)].flatMap(({ queue }) => queue);
      return [strict, plain, rated].map(({ id }) => queues.find(({ takeId }) => takeId === id)?.waitReason);
    };
    const expectReasons = (...expected: (WaitReason | undefined)[]) =>
      eventually(`the reasons are ${expected.join()}`, async () => `${await reasons()}` === `${expected}`);
    await expectReasons('ownRenderersOnly', 'noRenderer', 'noRenderer');
    expect((await openRoom(mira, open.id)).queueTail).not.toHaveProperty('msToStart');

    const lent = await createLentRenderer(mira);
    const rules = (changes: UpdateLentRenderer) =>
      mira.client.patch(`/api/me/lent-renderers/${lent.renderer.id}`, changes);
    await rules({ models: [adult.version.useId] });
    await mira.client.patch('/api/me', { sensitiveContentMode: 'hide' });
    const fake = await FakeLender.ready(server.url, lent.token);
    await expectReasons('ownRenderersOnly', 'rules', 'notPermitted');
    fake.send({ type: 'state', state: 'unavailable', restarts: 0, loaded: [] });
    await expectReasons('ownRenderersOnly', 'allPaused', 'allPaused');
    await mira.client.patch('/api/me', { sensitiveContentMode: 'blur' });
    fake.send({ type: 'state', state: 'ready', restarts: 0, loaded: [] });
    expect((await fake.next('render')).request.takeId).toBe(rated.id);
    await expectReasons('ownRenderersOnly', 'rules', undefined);
    fake.close();
    await remove(lent);
    for (const { id, roomId } of [strict, plain, rated]) await mira.live.do('jam.cancel', { roomId, takeId: id });
  });

  it('[L10] renders a take of a model that only the instance has, as the instance would, and keeps the credit', async () => {
    const lent = await createLentRenderer(mira, 'Mira’s PC');
    lender = lend(proxy.url, lent.token);
    await lender.seen('connected');
    const take = await finishedTake();
    expect(take.lentBy).toMatchObject({ name: 'Mira’s PC', owner: { id: mira.me.id } });
    const record = JSON.parse((await server.get(TakesService).recordOf(take.id))!) as RenderRecord;
    expect(record).toMatchObject({ modelName: TINY.model, provider: 'cpu', job: { prompt: 'a red fox', seed: 7 } });
    expect(record.infotext).toContain('a red fox\nSteps: 4, Sampler: DDIM');
    await lender.seen('ended');
    const events = lender.events.map(({ type }) => type).filter((type) => type !== 'terms');
    expect(events).toEqual(['connected', 'device', 'started', 'ended']);
    const ended = await lender.seen('ended');
    expect(ended.renderMs).toBe(record.renderMs);
  });

  it('[L13] shows frames, and obeys a steer and a stop', async () => {
    const shown = nextFrame(mira.live, ({ frame }) => frame !== undefined);
    const take = await startLongTake(mira.live, room.id, 150, 4);
    const frame = await shown;
    expect(frame.takeId).toBe(take.id);
    expect(frame.frame!.mime).toMatch(/^image/);
    const steered = mira.live.next('generation.steered');
    await mira.live.do('jam.steer', { roomId: room.id, takeId: take.id, ...STEER });
    expect((await steered).payload).toMatchObject({ takeId: take.id });
    const end = takeFinished(mira.live, ({ id }) => id === take.id);
    await mira.live.do('jam.stop', { roomId: room.id, takeId: take.id });
    const ended = await end;
    expect(ended.steers).toMatchObject([{ prompt: STEER.prompt }]);
    // Of four images, the last one is that of the step at which it was stopped.
    const image = ended.images.length - 1;
    expect(image).toBeLessThan(3);
    expect((await server.get(TakesService).find(take.id))!.stopped).toMatchObject({ image });
  });

  it('[L14] a take whose lender is cut off returns to the queue, and the lender comes back', async () => {
    const take = await startLongTake(mira.live, room.id, 150, 1, 128);
    const end = takeFinished(mira.live, ({ id }) => id === take.id);
    proxy.disconnect();
    await lender.seen('disconnected');
    await eventually('it waits', async () => (await server.get(TakesService).find(take.id))?.status === 'queued');
    proxy.reconnect();
    expect((await end).images).toHaveLength(1);
  });

  it('[L15] renders nothing for a room with the instance’s own renderers only', async () => {
    const secret = await createRoom(mira, { visibility: 'private' });
    await openRoom(mira, secret.id);
    const { id: takeId } = await render(mira.live, secret.id);
    await finishedTake();
    expect((await server.get(TakesService).find(takeId))?.status).toBe('queued');
    await mira.live.do('jam.cancel', { roomId: secret.id, takeId });
  });

  it('[L17] renders no model of the instance’s folder unless the operator allows it', async () => {
    Object.assign(server.config, { lendsLocalModels: false });
    const local = await render(mira.live, room.id);
    const take = await finishedTake({ model: published.version.useId });
    expect(take.modelHash).toBe(published.version.hash);
    expect((await server.get(TakesService).find(local.id))?.status).toBe('queued');
    await mira.live.do('jam.cancel', { roomId: room.id, takeId: local.id });
    Object.assign(server.config, { lendsLocalModels: true });
  });

  const activityOf = async (rendererId: string) => {
    const { body } = await mira.client.get<LentRendererList>('/api/me/lent-renderers');
    return body.renderers.find(({ id }) => id === rendererId)?.activity;
  };

  it('[L27] gets no takes while its owner or another program pauses it, and its page says so', async () => {
    const { body } = await mira.client.get<LentRendererList>('/api/me/lent-renderers');
    const { id } = body.renderers.find(({ rules }) => rules.name === 'Mira’s PC')!;
    lender.setPaused(true);
    await eventually('it is paused', async () => (await activityOf(id)) === 'paused');
    const busy = await createLentRenderer(mira, 'Busy');
    const fake = await FakeLender.ready(server.url, busy.token);
    const changes = mira.live.collect('me.stateChanged');
    const device = { provider: 'cuda' as const, name: 'RTX 4070', problems: [] };
    fake.send({ type: 'state', state: 'ready', restarts: 0, loaded: [], device, pausedBy: 'busyCard' });
    await eventually('it is busy', async () => (await activityOf(busy.renderer.id)) === 'busyCard');
    await eventually('its page is notified', () => changes.some(({ what }) => what === 'lentRenderers'));
    const end = takeFinished(mira.live, (take) => take.roomId === room.id);
    const { id: takeId } = await render(mira.live, room.id);
    expect((await server.get(TakesService).find(takeId))?.status).toBe('queued');
    lender.setPaused(false);
    expect((await end).lentBy).toMatchObject({ name: 'Mira’s PC' });
    expect(fake.received.map(({ type }) => type)).not.toContain('render');
    fake.close();
    await eventually('it is offline', async () => (await activityOf(busy.renderer.id)) === 'offline');
    // Also of a program that was connected for a moment.
    const shown = async () =>
      (await mira.client.get<LentRendererList>('/api/me/lent-renderers')).body.renderers.find(
        (one) => one.id === busy.renderer.id,
      );
    await eventually('its device is stored', async () => (await shown())?.device?.name === 'RTX 4070');
    expect(await shown()).toMatchObject({ lastSeenAt: expect.any(Number) });
    await remove(busy);
  });

  it('[L16] a lender that stops returns its take at once', async () => {
    const take = await startLongTake(mira.live, room.id, 150, 4);
    await lender.stop();
    await eventually('it waits', async () => (await server.get(TakesService).find(take.id))?.status === 'queued');
    await mira.live.do('jam.cancel', { roomId: room.id, takeId: take.id });
  });

  it('[L28] lends several cards with one token, which render at once, until another program has the token', async () => {
    const lent = await createLentRenderer(mira, 'Two cards');
    const both = lend(server.url, lent.token, freshFolder(), ['cpu', 'cpu']);
    const ready = () =>
      server
        .get(Renderers)
        .list()
        .filter(({ state }) => state === 'idle');
    await eventually('both are ready', () => ready().length === 2);
    const long = { settings: { steps: 150, batch: 4 } };
    const takes = [await render(mira.live, room.id, long), await render(mira.live, room.id, long)];
    const statuses = () => Promise.all(takes.map(async ({ id }) => (await server.get(TakesService).find(id))?.status));
    await eventually('both render', async () => (await statuses()).every((status) => status === 'rendering'));
    expect(await activityOf(lent.renderer.id)).toBe('rendering');
    const ends = takes.map(({ id }) => takeFinished(mira.live, (take) => take.id === id));
    for (const { id: takeId } of takes) await mira.live.do('jam.stop', { roomId: room.id, takeId });
    for (const end of ends) expect((await end).lentBy).toMatchObject({ name: 'Two cards' });
    const fake = await FakeLender.ready(server.url, lent.token);
    expect(await both.seen('rejected')).toMatchObject({ code: 'LENDING_CONNECTED_ELSEWHERE', isFinal: true });
    await both.stop();
    fake.close();
    await remove(lent);
  });

  async function finishedTake(settings: Partial<Settings> = {}): Promise<TakeView> {
    const end = takeFinished(mira.live, (take) => take.roomId === room.id);
    await render(mira.live, room.id, { settings });
    return end;
  }
});

describe('a lent renderer of two nodes', () => {
  it('[L30] renders takes of either node, and goes on at the other one after it was cut off', async () => {
    const shared = {
      ...{ mode: 'cluster' as const, modelsDir: TINY_MODELS, lending: 'open' as const, lendsLocalModels: true },
      ...{ databaseUrl: await freshDatabase('mysql'), redisUrl: redisUrl(), dataDir: freshFolder() },
    };
    const [one, two] = [await bootApp(shared), await bootApp(shared)];
    const proxy = await startTcpProxy(one.url);
    const [mira, bob] = [await connectUser(one.url, 'Mira'), await connectUser(two.url, 'Bob')];
    await appoint(one, 'Mira');
    const room = await createRoom(mira);
    await openRoom(mira, room.id);
    await openRoom(bob, room.id);
    const lent = await createLentRenderer(mira, 'Mira’s PC');
    const lender = lend(proxy.url, lent.token);
    await lender.seen('connected');

    const ends: TakeView[] = [];
    bob.live.on(
      'generation.finished',
      ({ payload }: RoomEventOf<'generation.finished'>) => void ends.push(payload.take),
    );
    const take = await startLongTake(bob.live, room.id, 150, 2);
    proxy.disconnect();
    await eventually('it waits', async () => (await two.get(TakesService).find(take.id))?.status === 'queued');
    proxy.reconnect(two.url);
    await eventually('it is finished', () => ends.length > 0);
    expect(ends).toMatchObject([{ id: take.id, lentBy: { name: 'Mira’s PC', owner: { id: mira.me.id } } }]);
    const next = takeFinished(mira.live, ({ id }) => id !== take.id);
    await render(mira.live, room.id);
    expect((await next).lentBy).toMatchObject({ name: 'Mira’s PC' });
    // The newest connection of a renderer ends its others, on whichever node.
    const other = await FakeLender.ready(one.url, lent.token);
    expect(await lender.seen('rejected')).toMatchObject({ code: 'LENDING_CONNECTED_ELSEWHERE' });
    other.close();
  });
});

const STEER = { prompt: 'a blue fox', negative: '', clientId: '5f8f4c8e-6f0c-4d0a-9d6e-0d6f6f6f6f6f' };
