import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type {
  HubModelDetail,
  UserModelList,
  ProfileDetail,
  SampleView,
  VersionUsage,
  RoomView,
  Settings,
} from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { signUp, type SignedUp } from '../support/users.js';
import { publishModel, type PublishedModel } from '../support/published-models.js';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';
import { randomUUID } from 'node:crypto';
import { Database } from '@visionary/platform/database';
import { SqlTakes } from '../../libs/generation/storage/sql-takes.js';
import { DocumentClient } from '../support/jam.js';
import { createRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { SETTINGS } from '../support/takes.js';
import { solidPng } from '../support/test-images.js';

const DAY_MS = 86_400_000;

const PAGE = '<html><head><title>Visionary</title><meta name="description" content="x" /></head><body></body></html>';

describe.each(DIALECTS)('hub models elsewhere in %s', (dialect) => {
  let app: RunningApp;
  let mei: SignedUp;
  let visitor: HttpClient;

  beforeAll(async () => {
    const webDir = freshFolder();
    writeFileSync(join(webDir, 'index.html'), PAGE);
    app = await bootApp({ databaseUrl: await freshDatabase(dialect), webDir });
    mei = await signUp(app.url, 'Mei');
    visitor = new HttpClient(app.url);
  });

  it('[B113] link preview shows the model and a sample when it is rated for everyone', async () => {
    const form = { description: 'Wet "paper" & <ink>.', label: '1' };
    const { model, version } = await publishModel(app, { creator: mei, kind: 'lora', name: '水墨 ink', form });
    const samples = `/api/hub/versions/${version.id}/samples`;
    const { body: sample } = await mei.client.upload<SampleView>(samples, await solidPng(80, 40));
    const page = async (path = `/models/${model.id}`) => (await visitor.get<string>(path)).body;
    const html = await page();
    expect(html).toContain('<title>水墨 ink · Visionary</title>');
    expect(html).toContain('content="Mei: Wet &#34;paper&#34; &#38; &#60;ink&#62;."');
    expect(html).toContain(`<meta property="og:image" content="${app.url}${sample.url}" />`);
    expect(html).toContain('<meta property="og:image:width" content="80" />');
    await mei.client.patch(`/api/hub/models/${model.id}`, { contentRating: 'sensitive' });
    expect(await page()).not.toContain('og:image');
    await mei.client.patch(`/api/hub/versions/${version.id}`, { state: 'unpublished' });
    for (const path of [`/models/${model.id}`, '/models', '/models/Nobody@1']) {
      expect(await page(path)).not.toContain('og:title');
    }
  });

  it('[B107] [B112] version reference resolves to its model when it is exact', async () => {
    const { model, version } = await publishModel(app, { creator: mei, name: 'Ink pot', form: { label: 'v1.0' } });
    const reply = await visitor.get<HubModelDetail>(`/api/hub/models/${encodeURIComponent(version.useId)}`);
    expect(reply.body.model.id).toBe(model.id);
    for (const [url, status] of [
      ['Ink-pot@v2', 404],
      ['x'.repeat(101), 400],
    ] as const) {
      expect((await visitor.get(`/api/hub/models/${url}`)).status).toBe(status);
    }
  });

  it('[B111] profile counts a model once when it has a published version', async () => {
    const dora = await signUp(app.url, 'Dora');
    const counted = async () =>
      (await visitor.get<ProfileDetail>(`/api/users/${dora.me.id}`)).body.profile.counts.models;
    expect(await counted()).toBe(0);
    const { model } = await publishModel(app, { creator: dora, name: `Two versions`, form: { label: '1' } });
    const form = { label: '2' };
    await publishModel(app, { creator: dora, modelId: model.id, name: 'Two versions', form });
    expect(await counted()).toBe(1);
    expect((await visitor.get<UserModelList>(`/api/users/${dora.me.id}/models`)).body.made).toEqual([]);
    await dora.client.send('DELETE', `/api/hub/models/${model.id}`, undefined);
    expect(await counted()).toBe(0);
  });

  describe('rooms that use a version', () => {
    let ann: ConnectedUser;
    let model: PublishedModel;
    let lora: PublishedModel;

    beforeAll(async () => {
      ann = await connectUser(app.url);
      model = await publishModel(app, { creator: ann, name: 'Ebb_1' });
      lora = await publishModel(app, { creator: ann, kind: 'lora', name: 'Flow' });
    });

    const counted = async ({ model: { id } }: PublishedModel) =>
      (await ann.client.get<VersionUsage>(`/api/hub/models/${id}/usage`)).body.rooms;

    /** A take that started this long ago. */
    const took = async (roomId: string, change: { settings?: Partial<Settings>; prompt?: string }, days = 1) => {
      const id = randomUUID();
      const { prompt = 'a fox', settings } = change;
      const request = { roomId, authorId: ann.me.id, writerIds: [], prompt, negative: '' };
      await app.get(SqlTakes).add(id, { ...request, settings: { ...SETTINGS, ...settings } }, 1);
      const sql = app.get(Database).query();
      const started_at = Date.now() - days * DAY_MS;
      await sql.updateTable('take').set({ status: 'finished', started_at }).where('id', '=', id).execute();
    };

    it('[M74] room counts when it rendered with the version within thirty days', async () => {
      const [one, two, three, old]: RoomView[] = await Promise.all([1, 2, 3, 4].map(() => createRoom(ann)));
      const { useId } = model.version;
      await took(one!.id, { settings: { model: useId } });
      await took(one!.id, { settings: { model: useId } });
      await took(two!.id, { settings: { model: useId.replace('_', 'x') } });
      await took(old!.id, { settings: { model: useId } }, 31);
      expect(await counted(model)).toBe(1);
      await took(two!.id, { settings: { loras: [{ id: lora.version.useId, weight: 1 }] } });
      await took(three!.id, { prompt: `a fox <lora:${lora.version.useId}:0.5>` });
      await took(old!.id, { prompt: `a fox <lora:${lora.version.useId}1:0.5>` });
      // A sample that the hub renders.
      await took(ann.me.id, { settings: { loras: [{ id: lora.version.useId, weight: 1 }] } });
      expect(await counted(lora)).toBe(2);
    });

    it('[M74] room counts once when it is open and has the version selected', async () => {
      const before = await counted(lora);
      const room = await createRoom(ann);
      const author = await DocumentClient.in(room.id, ann.live);
      author.settings.set('loras', JSON.stringify([{ id: lora.version.useId, weight: 0.5 }]));
      expect(await author.rejections()).toEqual([]);
      expect(await counted(lora)).toBe(before + 1);
      await took(room.id, { settings: { loras: [{ id: lora.version.useId, weight: 1 }] } });
      expect(await counted(lora)).toBe(before + 1);
      author.settings.delete('loras');
      author.type(`<lora:${lora.version.useId}>`);
      expect(await author.rejections()).toEqual([]);
      expect(await counted(lora)).toBe(before + 1);
    });
  });
});
