import { beforeAll, describe, expect, it } from '@jest/globals';
import type { VersionUsage, HubModelDetail, HubPage } from '@visionary/contract';
import { VersionUsageRegistry, VersionWithdrawn } from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { ModelsService } from '../../libs/hub/use-cases/versions/models.service.js';
import { BlobStore } from '@visionary/platform/blobs';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { signUp, type SignedUp, deleteAccount } from '../support/users.js';
import { publishModel, createReadyDraft, tinyLoraFiles, tinyModelFiles } from '../support/published-models.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

type Refused = { code?: string };
type ModelList = { models: readonly { vocabulary?: unknown }[] };
type LocalModels = { loras: readonly { id: string }[] };

describe.each(DIALECTS)('published models in %s', (dialect) => {
  let app: RunningApp;
  let ann: SignedUp;
  let bob: SignedUp;
  let mod: SignedUp;
  let visitor: HttpClient;
  const withdrawn: string[] = [];

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [ann, bob, mod] = [
      await signUp(app.url, `Ann ${dialect}`),
      await signUp(app.url, `Bob ${dialect}`),
      await signUp(app.url, `Mod ${dialect}`),
    ];
    await appoint(app, mod.me.name, 'moderator');
    visitor = new HttpClient(app.url);
    app
      .get(DomainEvents)
      .afterCommit(VersionWithdrawn, ({ version, reason }) => void withdrawn.push(`${version.useId} ${reason}`));
  });

  const read = ({ client }: { client: HttpClient }, id: string) =>
    client.get<HubModelDetail & Refused>(`/api/hub/models/${id}`);
  const changes = ({ client }: SignedUp, versionId: string, body: object) =>
    client.patch<HubModelDetail & Refused>(`/api/hub/versions/${versionId}`, body);
  const found = async (search: string) =>
    (await visitor.get<HubPage>(`/api/hub/models?search=${encodeURIComponent(search)}`)).body.models.map(
      ({ name }) => name,
    );

  it('[M178] vocabulary of a version is read from its files, by visitors only if the model is rated for everyone', async () => {
    const groups = [{ kind: 'thing', name: { en: 'Birds', zh: '鸟' }, entries: [{ en: ['wren'], zh: ['鹪鹩'] }] }];
    const files = new Map(await tinyModelFiles(`Wren ${dialect}`));
    files.set('vocabulary.json', Buffer.from(JSON.stringify({ groups })));
    const facts = { vocabulary: { things: 1, places: 0, styles: 0, revision: 'one' } };
    const { model, version } = await publishModel(app, { creator: ann, name: `Wren ${dialect}`, files, facts });
    const path = `/api/models/vocabulary?model=${encodeURIComponent(version.useId)}`;
    const { body } = await visitor.get<{ groups: unknown }>(path);
    expect(body).toEqual({ groups, also: { en: [], zh: [] }, near: [] });
    const listed = await visitor.get<ModelList>(`/api/models?ids=${encodeURIComponent(version.useId)}`);
    expect(listed.body.models[0]?.vocabulary).toEqual(facts.vocabulary);
    await ann.client.patch(`/api/hub/models/${model.id}`, { contentRating: 'adult' });
    await eventually('hidden from visitors', async () => (await visitor.get(path)).status === 404);
    expect((await bob.client.get(path)).status).toBe(200);
    expect((await visitor.get<Refused>('/api/models/vocabulary?model=none')).body.code).toBe(
      'GENERATION_MODEL_NOT_FOUND',
    );
    expect(
      (await visitor.get(`/api/models/picture?model=${encodeURIComponent(version.useId)}&picture=title`)).status,
    ).toBe(404);
  });

  it('[M86] model is found by its new words when its creator has changed it', async () => {
    const { model, version } = await publishModel(app, { creator: ann, kind: 'lora', name: `Amber ${dialect}` });
    expect(await found('lacquer')).toEqual([]);
    const changesOfAnn = { description: 'Old lacquer.', tags: ['Warm'], license: 'MIT' };
    const { status, body } = await ann.client.patch<HubModelDetail>(`/api/hub/models/${model.id}`, changesOfAnn);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { model: { description: 'Old lacquer.', tags: ['warm'], license: 'MIT' } },
    });
    expect(body.model.editedAt).toBeGreaterThan(0);
    expect(await found('lacquer')).toEqual([model.name]);
    await changes(ann, version.id, { triggerWords: ['amberglow'], recommended: { weight: 0.7 } });
    expect(await found('amberg')).toEqual([model.name]);
    expect((await bob.client.patch<Refused>(`/api/hub/models/${model.id}`, changesOfAnn)).body.code).toBe(
      'HUB_NOT_CREATOR',
    );
    expect((await changes(mod, version.id, { notes: 'mine' })).body.code).toBe('HUB_NOT_CREATOR');
    const terms = await ann.client.patch<Refused>(`/api/hub/models/${model.id}`, { license: 'other' });
    expect(terms.body.code).toBe('HUB_DRAFT_INCOMPLETE');
  });

  it('[M87] unpublished version is visible only to its creator and moderators until it is published again', async () => {
    const { model, version } = await publishModel(app, { creator: ann, kind: 'lora', name: `Basil ${dialect}` });
    expect((await changes(bob, version.id, { state: 'unpublished' })).body.code).toBe('HUB_NOT_CREATOR');
    expect((await changes(ann, version.id, { state: 'unpublished' })).body.model.isPublished).toBe(false);
    expect(withdrawn).toContain(`${version.useId} unpublished`);
    expect((await read({ client: visitor }, model.id)).body.code).toBe('HUB_MODEL_NOT_FOUND');
    expect((await read(bob, model.id)).status).toBe(404);
    expect((await read(ann, model.id)).body.model.versions[0]?.state).toBe('unpublished');
    expect((await read(mod, model.id)).body.viewerState).toMatchObject({ canEdit: false, canRemove: true });
    expect(await found(model.name)).toEqual([]);
    const mine = await ann.client.get<HubPage>(`/api/hub/models?creatorId=${ann.me.id}`);
    expect(mine.body.models.find(({ id }) => id === model.id)?.isPublished).toBe(false);
    const others = await bob.client.get<HubPage>(`/api/hub/models?creatorId=${ann.me.id}`);
    expect(others.body.models.some(({ id }) => id === model.id)).toBe(false);
    await changes(ann, version.id, { state: 'published' });
    expect((await read({ client: visitor }, model.id)).body.model.newest.id).toBe(version.id);
  });

  it('[M87] version stays unpublished when a moderator has removed it', async () => {
    const { version } = await publishModel(app, { creator: ann, kind: 'lora', name: `Cobalt ${dialect}` });
    expect((await changes(mod, version.id, { state: 'unpublished' })).body.code).toBe('HUB_NOT_CREATOR');
    const removal = { subject: { kind: 'version', id: version.id }, rule: 'spam' };
    expect((await mod.client.post('/api/safety/removals', removal)).status).toBe(200);
    expect((await changes(ann, version.id, { state: 'published' })).body.code).toBe('HUB_TAKEN_DOWN');
    expect((await changes(mod, version.id, { state: 'published' })).status).toBe(200);
  });

  it('[M88] usage is counted when its creator or a moderator requests it', async () => {
    const { model, version } = await publishModel(app, { creator: ann, kind: 'lora', name: `Dune ${dialect}` });
    await createReadyDraft(app, { creator: ann, kind: 'lora', modelId: model.id, form: { label: '2' } });
    app.get(VersionUsageRegistry).add(async ({ useIds }) => ({ rooms: useIds.length }));
    const { body } = await ann.client.get<VersionUsage>(`/api/hub/models/${model.id}/usage`);
    expect(body).toMatchObject({ rooms: 1, queuedTakes: 0, renderingTakes: 0, drafts: 1 });
    const one = `/api/hub/models/${model.id}/usage?versionId=${version.id}`;
    expect((await mod.client.get<VersionUsage>(one)).body.rooms).toBe(1);
    expect((await bob.client.get<Refused>(one)).body.code).toBe('HUB_NOT_CREATOR');
  });

  it('[M89] removal deletes unreferenced files, and the model when its last version is removed', async () => {
    const blobs = app.get(BlobStore);
    const shared = Buffer.from(`notes of ${dialect}`);
    const lora = async (called: string) => ({
      ...({ creator: ann, kind: 'lora', name: `${called} ${dialect}` } as const),
      files: new Map([...(await tinyLoraFiles(called)), ['notes.txt', shared] as const]),
    });
    const first = await publishModel(app, await lora('Ebb'));
    const second = await publishModel(app, await lora('Flow'));
    const { files } = (await read(ann, first.model.id)).body.model.versions[0]!;
    const [sha256, notes] = files.map((file) => file.sha256) as [string, string];
    expect((await bob.client.delete<Refused>(`/api/hub/versions/${first.version.id}`)).body.code).toBe(
      'HUB_NOT_CREATOR',
    );
    expect((await ann.client.delete(`/api/hub/versions/${first.version.id}`)).status).toBe(204);
    expect(withdrawn).toContain(`${first.version.useId} removed`);
    expect((await read(ann, first.model.id)).body.code).toBe('HUB_MODEL_NOT_FOUND');
    await gone(blobs, sha256);
    expect(await blobs.sizeOf(notes)).toBe(shared.length);
    expect((await mod.client.delete<Refused>(`/api/hub/models/${second.model.id}`)).body.code).toBe('HUB_NOT_CREATOR');
    expect((await ann.client.delete(`/api/hub/models/${second.model.id}`)).status).toBe(204);
    await gone(blobs, notes);
    // Name and content of a removed model can be used by others.
    await publishModel(app, { ...(await lora('Ebb')), creator: bob });
  });

  it('[M89] draft becomes one of a new model when its model is removed', async () => {
    const { model } = await publishModel(app, { creator: ann, kind: 'lora', name: `Gale ${dialect}` });
    const draftId = await createReadyDraft(app, {
      creator: ann,
      kind: 'lora',
      modelId: model.id,
      name: `Gale ${dialect}`,
      form: { label: '2' },
    });
    await ann.client.delete(`/api/hub/models/${model.id}`);
    const { status, body } = await ann.client.post<HubModelDetail>(`/api/hub/drafts/${draftId}/publish`);
    expect({ status, name: body.model.name }).toEqual({ status: 201, name: `Gale ${dialect}` });
  });

  it('[M90] models and files are deleted when their creator deletes the account', async () => {
    const cid = await signUp(app.url, `Cid ${dialect}`);
    const { model } = await publishModel(app, { creator: cid, kind: 'lora', name: `Heath ${dialect}` });
    await publishModel(app, {
      creator: cid,
      kind: 'lora',
      name: model.name,
      modelId: model.id,
      form: { label: '2' },
    });
    const files = (await read(cid, model.id)).body.model.versions.flatMap((version) => version.files);
    expect(files).toHaveLength(2);
    await deleteAccount(cid);
    expect((await read(ann, model.id)).body.code).toBe('HUB_MODEL_NOT_FOUND');
    const blobs = app.get(BlobStore);
    for (const { sha256 } of files) await gone(blobs, sha256);
    expect(withdrawn.filter((event) => event.startsWith(`Heath-${dialect}@`))).toHaveLength(2);
  });

  it('[T12] lists and pages show a version when a process without a common bus has published it', async () => {
    const databaseUrl = await freshDatabase(dialect);
    const [server, other] = [await bootApp({ databaseUrl }), await bootApp({ databaseUrl })];
    const { me, client } = await signUp(server.url, `Cid ${dialect}`);
    const page = await connect(server.url, client.cookieHeader);
    const loras = async () => (await client.get<LocalModels>('/api/models')).body.loras.map(({ id }) => id);
    const before = await loras();
    const event = page.next('models.listChanged');
    const { model, version } = await publishModel(other, { creator: me.id, kind: 'lora', name: `Dusk ${dialect}` });
    await event;
    expect(await loras()).toEqual([...before, version.useId]);
    const changedAgain = page.next('models.listChanged');
    await other.get(ModelsService).removeModel({ ...me, isModerator: false }, model.id);
    await changedAgain;
    expect(await loras()).toEqual(before);
  });
});

/** Files are deleted after the response. */
async function gone(blobs: BlobStore, key: string): Promise<void> {
  await eventually(`${key} is gone`, async () => (await blobs.sizeOf(key)) === null);
}
