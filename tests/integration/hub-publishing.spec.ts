import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftView, HubModelDetail, HubPage } from '@visionary/contract';
import { PromptPrefixesService } from '../../libs/safety/use-cases/prompt-prefixes/prompt-prefixes.service.js';
import { TINY_SD } from '../golden/vectors.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { draftOf } from '../support/drafts.js';
import { HttpClient } from '../support/http-client.js';
import { TINY_MODELS } from '../support/jam.js';
import { signUp, type SignedUp } from '../support/users.js';
import { publishModel, createReadyDraft, tinyLoraFiles, tinyModelFiles } from '../support/published-models.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

type Refused = { code?: string; detail?: Record<string, unknown> };

describe.each(DIALECTS)('publishing in %s', (dialect) => {
  let app: RunningApp;
  let ann: SignedUp;
  let bob: SignedUp;
  let visitor: HttpClient;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect), modelsDir: TINY_MODELS });
    [ann, bob] = [await signUp(app.url, `Ann ${dialect}`), await signUp(app.url, `Bob ${dialect}`)];
    visitor = new HttpClient(app.url);
  });

  const publish = ({ client }: SignedUp, draftId: string) =>
    client.post<HubModelDetail & Refused>(`/api/hub/drafts/${draftId}/publish`);
  const read = (client: HttpClient, modelId: string) =>
    client.get<HubModelDetail & Refused>(`/api/hub/models/${modelId}`);

  it('[M80] draft becomes a version that visitors find when it is published', async () => {
    const form = { description: '一个安静的模型。', tags: ['ink', '水墨'], triggerWords: ['ink wash'], label: 'v1' };
    const draftId = await createReadyDraft(app, { creator: ann, name: 'Quiet Ink', form });
    const { status, body } = await publish(ann, draftId);
    expect(status).toBe(201);
    const { model, viewerState } = body;
    expect(model).toMatchObject({ name: 'Quiet Ink', kind: 'model', tags: ['ink', '水墨'], isPublished: true });
    expect(model.creator).toMatchObject({ id: ann.me.id, name: ann.me.name });
    expect(model.versions).toHaveLength(1);
    expect(model.versions[0]).toMatchObject({
      versionRef: 'Quiet-Ink@v1',
      triggerWords: ['ink wash'],
      state: 'published',
    });
    expect(model.versions[0]?.files.map(({ path }) => path)).toContain('unet/model.onnx');
    expect(viewerState).toMatchObject({ canEdit: true, canRemove: true });
    const seen = await read(visitor, model.id);
    expect(seen.body).toEqual({ model, viewerState: null });
    const page = (await visitor.get<HubPage>('/api/hub/models?search=%E5%AE%89%E9%9D%99')).body;
    expect(page.models.map(({ id }) => id)).toEqual([model.id]);
  });

  it('[M81] publishing returns the same version when repeated or concurrent', async () => {
    const draftId = await createReadyDraft(app, { creator: ann, kind: 'lora', name: 'Once only' });
    const all = await Promise.all(Array.from({ length: 5 }, () => publish(ann, draftId)));
    expect(all.map(({ status }) => status)).toEqual(Array(5).fill(201));
    expect(new Set(all.map(({ body }) => body.model.versions[0]?.id)).size).toBe(1);
    expect((await publish(ann, draftId)).body.model.versions).toHaveLength(1);
  });

  it('[M82] one creator gets a name when several publish it at once', async () => {
    const names = ['Night Lamp', 'night-lamp', 'Nіght Lamp', 'NIGHT LAMP'];
    const drafts = await Promise.all(
      names.map((name, n) => createReadyDraft(app, { creator: n % 2 ? bob : ann, kind: 'lora', name })),
    );
    const all = await Promise.all(drafts.map((id, n) => publish(n % 2 ? bob : ann, id)));
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const refused = all.filter(({ status }) => status === 409);
    expect(refused.map(({ body }) => body.code)).toEqual(Array(3).fill('HUB_NAME_TAKEN'));
  });

  it('[M83] publishing is rejected when the same files are published', async () => {
    const files = new Map([['brush.safetensors', Buffer.from(`\x08${'\0'.repeat(7)}{"a":1} ${dialect}`)]]);
    const drafts = [
      await createReadyDraft(app, { creator: ann, kind: 'weights', name: 'First Brush', files }),
      await createReadyDraft(app, { creator: bob, kind: 'weights', name: 'Second Brush', files }),
    ];
    const all = await Promise.all([publish(ann, drafts[0]!), publish(bob, drafts[1]!)]);
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409]);
    const won = all.find(({ status }) => status === 201)!.body.model;
    expect(all.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'HUB_ALREADY_PUBLISHED',
      detail: { modelId: won.id, name: won.name, label: '1.0' },
    });
    const [lost, owner] = won.name === 'First Brush' ? [drafts[1]!, bob] : [drafts[0]!, ann];
    const { body } = await owner.client.get<DraftView>(`/api/hub/drafts/${lost}`);
    expect(body.publishedAs).toEqual({ modelId: won.id, name: won.name, label: '1.0' });
  });

  it('[M84] publishing names the missing field and keeps the draft when the form is incomplete', async () => {
    const draftId = await createReadyDraft(app, { creator: ann, form: { license: 'other', name: 'Own Terms' } });
    const { status, body } = await publish(ann, draftId);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { code: 'HUB_DRAFT_INCOMPLETE', detail: { field: 'licenseText' } },
    });
    expect((await publish(bob, draftId)).body.code).toBe('HUB_DRAFT_NOT_FOUND');
  });

  it('[M85] later version needs a new label and the same kind', async () => {
    const { model } = await publishModel(app, { creator: ann, kind: 'lora', name: 'Grown Fern' });
    const later = (label: string, kind: 'lora' | 'model' = 'lora') =>
      createReadyDraft(app, { creator: ann, kind, modelId: model.id, form: { label } });
    expect((await publish(ann, await later('1.0'))).body.code).toBe('HUB_LABEL_TAKEN');
    expect((await publish(ann, await later('2.0', 'model'))).body.code).toBe('HUB_KIND_MISMATCH');
    const { body } = await publish(ann, await later('2.0'));
    expect(body.model.versions.map(({ versionRef }) => versionRef)).toEqual(['Grown-Fern@2.0', 'Grown-Fern@1.0']);
    expect(body.model.newest.label).toBe('2.0');
    const foreign = await createReadyDraft(app, {
      creator: bob,
      kind: 'lora',
      modelId: model.id,
      form: { label: '3' },
    });
    expect((await publish(bob, foreign)).body.code).toBe('HUB_NOT_CREATOR');
  });

  it('[M118] name and label are rejected when they look like existing ones', async () => {
    const { model } = await publishModel(app, {
      creator: ann,
      kind: 'lora',
      name: 'Slow River',
      form: { label: 'v1' },
    });
    for (const label of ['V1', 'ｖ1', 'v1.']) {
      const draftId = await createReadyDraft(app, { creator: ann, kind: 'lora', modelId: model.id, form: { label } });
      expect((await publish(ann, draftId)).body).toMatchObject({ code: 'HUB_LABEL_TAKEN', detail: { label: 'v1' } });
    }
    const draftId = await createReadyDraft(app, { creator: bob, kind: 'lora', name: 'slow river.' });
    expect((await publish(bob, draftId)).body.code).toBe('HUB_NAME_TAKEN');
  });

  it('[M119] reference of a removed version can be reused only by the same files', async () => {
    const files = await tinyLoraFiles(`Fallen Leaf ${dialect}`);
    const input = { kind: 'lora', name: 'Fallen Leaf' } as const;
    const { model } = await publishModel(app, { creator: ann, ...input, files });
    expect((await ann.client.delete(`/api/hub/models/${model.id}`)).status).toBe(204);
    for (const user of [ann, bob]) {
      const draftId = await createReadyDraft(app, { creator: user, ...input });
      const { status, body } = await publish(user, draftId);
      expect([status, body.code, body.detail]).toEqual([409, 'HUB_LABEL_RETIRED', { versionRef: 'Fallen-Leaf@1.0' }]);
    }
    const other = await createReadyDraft(app, { creator: bob, ...input, name: 'Other leaf', files });
    expect((await publish(bob, other)).status).toBe(201);
    const back = await createReadyDraft(app, { creator: bob, ...input, form: { label: '2.0' } });
    expect((await publish(bob, back)).status).toBe(201);
  });

  it('[M119] duplicate of an unpublished version is named only to its creator', async () => {
    const files = await tinyLoraFiles(`Hidden Moss ${dialect}`);
    const { model, version } = await publishModel(app, { creator: ann, kind: 'lora', name: 'Hidden Moss', files });
    const taken = await ann.client.send('PATCH', `/api/hub/versions/${version.id}`, { state: 'unpublished' });
    expect(taken.status).toBe(200);
    const again = async (who: SignedUp) =>
      (await publish(who, await createReadyDraft(app, { creator: who, kind: 'lora', name: 'Moss anew', files }))).body;
    expect(await again(bob)).toMatchObject({ code: 'HUB_DUPLICATE_NOT_VISIBLE' });
    expect(JSON.stringify(await again(bob))).not.toMatch(/Hidden|detail/);
    expect(await again(ann)).toMatchObject({ code: 'HUB_ALREADY_PUBLISHED', detail: { modelId: model.id } });
  });

  it('[M86] version shows the changed fields when its creator edits them', async () => {
    const { version } = await publishModel(app, { creator: ann, kind: 'lora', name: 'Edited Reed' });
    const changes = { base: 'sdxl', baseModelName: 'SDXL 1.0', notes: 'sharper', triggerWords: ['reed'] };
    const { status, body } = await ann.client.patch<HubModelDetail>(`/api/hub/versions/${version.id}`, changes);
    expect([status, body.model.versions]).toMatchObject([200, [changes]]);
  });

  it('[M143] prompt prefix of a version is deleted when the version is removed', async () => {
    const { model, version } = await publishModel(app, { creator: ann, kind: 'lora', name: 'Styled' });
    const style = { scope: 'model', id: version.useId, isOn: true, prefix: 'ink', negativeSuffix: '' } as const;
    await app.get(PromptPrefixesService).setOfInstance(ann.me.id, style);
    const modelIds = async () => (await app.get(PromptPrefixesService).ofInstance()).models.map(({ id }) => id);
    expect(await modelIds()).toEqual([version.useId]);
    expect((await ann.client.delete(`/api/hub/models/${model.id}`)).status).toBe(204);
    expect(await modelIds()).toEqual([]);
  });

  it('[M120] [M142] name of a local model is rejected unless the files are a copy of it', async () => {
    const name = 'Tiny sd-random';
    const draftId = await createReadyDraft(app, { creator: ann, kind: 'lora', name });
    expect((await publish(ann, draftId)).body).toMatchObject({ code: 'HUB_NAME_RESERVED' });
    const files = new Map([...(await tinyModelFiles(''))].filter(([path]) => path !== 'model_index.json'));
    files.set('model_index.json', await readFile(join(TINY_SD, 'model_index.json')));
    const copyId = await createReadyDraft(app, { creator: ann, name, files });
    expect(await draftOf(ann.client, copyId)).toMatchObject({ localDuplicateOf: 'tiny-sd-random' });
    const copy = await publish(ann, copyId);
    expect(copy.body.model.newest.versionRef).toBe('Tiny-sd-random@1.0');
    expect(copy.body.model.versions).toMatchObject([{ localDuplicateOf: 'tiny-sd-random' }]);
  });
});
