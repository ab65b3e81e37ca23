import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ModelView, Settings } from '@visionary/contract';
import { QuarantineService } from '@visionary/generation';
import { probeModel, processIsolation } from '../../libs/generation/api/renderer/model-probe.js';
import { presentIsolation } from '../../libs/generation/api/renderer/present-isolation.js';
import { bootCluster } from '../support/cluster.js';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { createRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';

const MODEL = 'visionary-mini';
const settings: Settings = {
  ...{ model: MODEL, scheduler: 'ddim', steps: 1, guidance: 1, width: 128, height: 128, seed: 1, batch: 1 },
};

const quarantine = async ({ app }: RunningApp): Promise<void> => {
  const quarantine = app.get(QuarantineService, { strict: false });
  for (const why of ['ended by SIGSEGV', 'it was silent for too long']) await quarantine.recordFailure(MODEL, why);
};

describe('the instance status for admins', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  const admin = async (): Promise<ConnectedUser> => {
    const somebody = await connectUser(app.url);
    await appoint(app, somebody.me.name);
    return somebody;
  };
  const released = (who: { client: ConnectedUser['client'] }, model: string) =>
    who.client.delete(`/api/admin/quarantine/${model}`);

  beforeAll(async () => {
    app = await bootApp(RENDERING);
    ann = await connectUser(app.url);
  });

  it('[G16] the status shows renderers, the queue and sockets to admins only', async () => {
    const boss = await admin();
    expect(await ann.live.rejectionOf('admin.subscribe', {})).toBe('FORBIDDEN');
    expect(await (await connect(app.url)).rejectionOf('admin.subscribe', {})).toBe('FORBIDDEN');
    const view = await boss.live.do('admin.subscribe', {});
    expect(view).toMatchObject({ queue: { waiting: 0, rendering: 0 }, quarantined: [] });
    expect(view.renderers).toHaveLength(1);
    expect(view.sockets).toBeGreaterThanOrEqual(3);
    const more = boss.live.next('admin.statusChanged', ({ sockets }) => sockets > view.sockets);
    await connect(app.url);
    await more;
  });

  it('[T19] the status shows how each process that handles files of users is isolated, and why not more strictly', async () => {
    const boss = await admin();
    const reason = 'this is a test';
    const isolation = { level: 'limits', changesUser: false, reason } as const;
    await probeModel(freshFolder(), { deadlineMs: 30_000, threads: 1, isolation });
    const view = await boss.live.do('admin.subscribe', {});
    const hasStarted = view.isolation?.some(({ process }) => process === 'renderer');
    const { isolation: list } = hasStarted
      ? view
      : await boss.live.next('admin.statusChanged', ({ isolation: all = [] }) =>
          all.some((one) => one.process === 'renderer'),
        );
    const host = hostname();
    expect(list).toEqual([
      { host, process: 'renderer', ...presentIsolation(await processIsolation('renderer')) },
      { host, process: 'trial', level: 'limits', hasNetwork: true, reason },
      { host, process: 'imageDecoding', ...presentIsolation(await processIsolation('imageDecoding')) },
    ]);
  });

  it('[G16] the status stops within a second when a user loses the role or unsubscribes', async () => {
    const [boss, other] = [await admin(), await admin()];
    for (const { live } of [boss, other]) await live.do('admin.subscribe', {});
    await appoint(app, boss.me.name, 'member');
    await other.live.do('admin.unsubscribe', {});
    await pause(1_000);
    const updates = [boss, other].map(({ live }) => live.collect('admin.statusChanged'));
    const witness = await admin();
    await witness.live.do('admin.subscribe', {});
    const event = witness.live.next('admin.statusChanged');
    await connect(app.url);
    await event;
    expect(updates).toEqual([[], []]);
    expect(await boss.live.rejectionOf('admin.subscribe', {})).toBe('FORBIDDEN');
  });

  it('[G15] a quarantined model is listed, rejects takes, and can be released by an admin', async () => {
    const boss = await admin();
    const [{ id: roomId }] = [await createRoom(ann)];
    await boss.live.do('admin.subscribe', {});
    const isHeld = boss.live.next('admin.statusChanged', ({ quarantined }) => quarantined.length > 0);
    await quarantine(app);
    expect((await isHeld).quarantined).toMatchObject([{ model: MODEL, reason: 'it was silent for too long' }]);

    const mini = async () => {
      const { body } = await ann.client.get<{ models: ModelView[] }>('/api/models');
      return body.models.find(({ id }) => id === MODEL);
    };
    expect(await mini()).toMatchObject({ quarantined: true });
    const render = () =>
      ann.live.rejectionOf('jam.render', { roomId, clientId: randomUUID(), prompt: 'a fox', negative: '', settings });
    expect(await render()).toBe('GENERATION_MODEL_QUARANTINED');

    expect(await released(ann, MODEL)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const visitor = { client: new HttpClient(app.url) };
    expect(await released(visitor, MODEL)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(await released(boss, 'nowhere')).toMatchObject({
      status: 404,
      body: { code: 'GENERATION_MODEL_NOT_FOUND' },
    });
    const isFree = boss.live.next('admin.statusChanged', ({ quarantined }) => quarantined.length === 0);
    expect(await released(boss, MODEL)).toMatchObject({ status: 204 });
    await isFree;
    expect(await mini()).toMatchObject({ quarantined: false });
    expect(await render()).toBe('ok');
  });
});

describe('the instance status over two nodes', () => {
  it('[G16] [T19] each node shows the whole instance', async () => {
    const { one, two } = await bootCluster();
    const boss = await connectUser(one.url);
    await appoint(one, boss.me.name);
    const there = await connect(two.url, boss.client.cookieHeader);
    await boss.live.do('admin.subscribe', {});
    const both = boss.live.next('admin.statusChanged', ({ sockets }) => sockets === 2);
    await there.do('admin.subscribe', {});
    const { isolation = [] } = await both;
    expect(isolation.map(({ process }) => process).sort()).toEqual([
      'imageDecoding',
      'imageDecoding',
      'trial',
      'trial',
    ]);
    // The role is removed on one node, and the other one stops sending.
    await appoint(one, boss.me.name, 'member');
    await pause(1_000);
    const events = there.collect('admin.statusChanged');
    await connect(two.url);
    await pause(1_500);
    expect(events).toEqual([]);
  });
});
