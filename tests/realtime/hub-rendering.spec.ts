import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HubModelDetail, ModelPickerPage, ModelList, RoomView, Settings, VersionUsage } from '@visionary/contract';
import { Versions } from '@visionary/hub';
import type { z } from 'zod';
import { STALLED_REASON } from '../../libs/generation/domain/model-failure.js';
import { QuarantineService } from '@visionary/generation';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { factsOfTinyLora, factsOfTinyModel } from '../support/hub-files.js';
import { takeFinished, buildRenderRequest, nextFrame, render, renderTake, repeatTake } from '../support/jam.js';
import { publishModel, type PublishedModel } from '../support/published-models.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';

/** A server that renders without local models: all models are from the hub. */
describe('hub models in rooms', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let room: RoomView;
  let model: PublishedModel;
  let lora: PublishedModel;

  beforeAll(async () => {
    app = await bootApp({ modelsDir: freshFolder(), ...RENDERING });
    ann = await connectUser(app.url);
    room = await createRoom(ann);
    await openRoom(ann, room.id);
    const form = { triggerWords: ['dry brush'], recommended: { steps: 5, guidance: 3 }, label: '2.0' };
    model = await publishModel(app, { creator: ann, name: 'Tiny', form, renderFacts: await factsOfTinyModel() });
    const ofLora = { ...form, recommended: { weight: 0.7 } };
    const renderFacts = factsOfTinyLora();
    lora = await publishModel(app, { creator: ann, kind: 'lora', name: 'Brush', form: ofLora, renderFacts });
  });

  const fetchModels = async () => (await ann.client.get<z.infer<typeof ModelList>>('/api/models')).body;
  const rendered = (settings: Partial<Settings>) =>
    renderTake(ann.live, room.id, { settings: { model: model.version.useId, ...settings }, prompt: 'a fox' });

  it('[M66] model picker lists hub models with the data of their versions', async () => {
    const { models, loras } = await fetchModels();
    expect(models).toMatchObject([
      {
        id: model.version.useId,
        title: 'Tiny 2.0',
        by: ann.me.name,
        creator: { id: ann.me.id },
        license: 'CC-BY-4.0',
        quarantined: false,
        supportsImg2img: true,
        sizes: [{ width: 128, height: 128 }],
        examples: { en: ['dry brush'], zh: ['dry brush'] },
        recommended: { model: model.version.useId, steps: 5, guidance: 3, width: 128, height: 128 },
      },
    ]);
    expect(loras).toMatchObject([
      {
        id: lora.version.useId,
        title: 'Brush 2.0',
        by: ann.me.name,
        weight: 0.7,
        triggerWords: ['dry brush'],
        compatibleModels: [model.version.useId],
      },
    ]);
  });

  it('[M60] [M73] take renders with a hub model that is downloaded on demand, and records its hash', async () => {
    const whole = ann.live.next('generation.downloadProgress', ({ bytes, of }) => bytes === of);
    const take = await rendered({ loras: [{ id: lora.version.useId, weight: 1 }] });
    expect(await whole).toMatchObject({
      roomId: room.id,
      takeId: take.id,
      of: model.version.bytes + lora.version.bytes,
    });
    expect(take.modelHash).toBe(model.version.hash);
    const plain = await rendered({});
    expect(plain.images[0]?.sha256).not.toBe(take.images[0]?.sha256);
  });

  it('[M72] take is identical when it is rendered again', async () => {
    const take = await rendered({ loras: [{ id: lora.version.useId, weight: 1 }] });
    expect((await repeatTake(ann.live, take)).images[0]?.sha256).toBe(take.images[0]?.sha256);
  });

  it('[M65] prompt tokens and loading are estimated before the model is downloaded', async () => {
    const other = await publishModel(app, { creator: ann, name: 'Other', renderFacts: await factsOfTinyModel() });
    const { useId } = other.version;
    const request = { model: useId, texts: ['a red fox', 'a'] };
    // The first request waits some seconds for the files, and may time out on a busy machine.
    while ((await ann.live.rejectionOf('jam.countTokens', request)) === 'GENERATION_RENDERER_UNAVAILABLE') {
      await nextTurn();
    }
    const { counts } = await ann.live.do('jam.countTokens', request);
    const here = await ann.live.do('jam.countTokens', { model: model.version.useId, texts: ['a red fox', 'a'] });
    expect(counts).toEqual(here.counts);
    expect(counts.every(({ tokens, limit }) => tokens > 0 && limit === 75)).toBe(true);
    const before = await ann.live.do('jam.estimateLoad', { model: useId });
    expect(before).toEqual({ inMemory: false, evicts: [] });
    await rendered({ model: useId });
  });

  it('[M66] take is rejected when a hub model is incompatible or unknown', async () => {
    const strange = await publishModel(app, {
      creator: ann,
      kind: 'lora',
      name: 'Strange',
      renderFacts: JSON.stringify({ form: 1, kind: 'lora', modules: [['lora_unet_nowhere', [1, 1], [1, 1]]] }),
    });
    const settings = { model: model.version.useId, loras: [{ id: strange.version.useId, weight: 1 }] };
    const refusal = await ann.live.rejectionOf('jam.render', buildRenderRequest(room.id, { settings }));
    expect(refusal).toBe('GENERATION_LORA_INCOMPATIBLE');
    const unknown = buildRenderRequest(room.id, { settings: { model: 'Nobody@1' } });
    expect(await ann.live.rejectionOf('jam.render', unknown)).toBe('GENERATION_MODEL_NOT_FOUND');
  });

  it('[M71] model picker pages list compatible models first, and reasons for the rest', async () => {
    const ask = async (query: string) => (await ann.client.get<ModelPickerPage>(`/api/models/picker?${query}`)).body;
    const models = await ask('kind=model&search=TINY');
    expect(models).toMatchObject({
      total: 1,
      nextCursor: null,
      choices: [{ isCompatible: true, hub: { label: '2.0' } }],
    });
    const { family } = models.choices[0]?.model ?? {};
    expect(models.families).toEqual([family]);
    expect((await ask(`kind=model&search=TINY&family=${family}`)).total).toBe(1);
    expect(await ask('kind=model&search=TINY&family=sdxl')).toMatchObject({ total: 0, families: [family] });
    const loras = await ask(`kind=lora&model=${encodeURIComponent(model.version.useId)}`);
    expect(
      loras.choices.map(({ lora: one, isCompatible, incompatibility }) => [one?.title, isCompatible, incompatibility]),
    ).toEqual([
      ['Brush 2.0', true, undefined],
      ['Strange 1.0', false, 'shapeMismatch'],
    ]);
    expect((await ask('kind=lora&search=dry+brush')).choices).toHaveLength(1);
    const byIds = await ann.client.get<z.infer<typeof ModelList>>(`/api/models?ids=${model.version.useId},nobody`);
    expect(byIds.body.models.map(({ id }) => id)).toEqual([model.version.useId]);
    expect(byIds.body.loras).toEqual([]);
  });

  it('[M68] queued takes fail and running ones continue when their version is removed', async () => {
    const going = await publishModel(app, { creator: ann, name: 'Going', renderFacts: await factsOfTinyModel() });
    const settings = { model: going.version.useId, steps: 150, batch: 2 };
    const rendering = await render(ann.live, room.id, { settings });
    await nextFrame(ann.live, ({ takeId }) => takeId === rendering.id);
    const waiting = await render(ann.live, room.id, { settings });
    const dependants = `/api/hub/models/${going.model.id}/usage?versionId=${going.version.id}`;
    const usage = await ann.client.get<VersionUsage>(dependants);
    expect(usage.body).toMatchObject({ queuedTakes: 1, renderingTakes: 1 });
    const event = ann.live.next('models.listChanged', ({ removedIds }) => removedIds.includes(settings.model));
    const failed = ann.live.next('generation.failed');
    const done = takeFinished(ann.live, ({ id }) => id === rendering.id);
    expect((await ann.client.delete(`/api/hub/versions/${going.version.id}`)).status).toBe(204);
    expect((await failed).payload).toMatchObject({ takeId: waiting.id, code: 'MODEL_DELETED' });
    await event;
    expect((await done).modelHash).toBe(going.version.hash);
    expect(await ann.live.rejectionOf('jam.render', buildRenderRequest(room.id, { settings }))).toBe(
      'GENERATION_MODEL_NOT_FOUND',
    );
  });

  it('[M69] [M77] version is quarantined when it crashes the renderer twice, and published again when released', async () => {
    const { useId } = model.version;
    const quarantine = app.get(QuarantineService);
    const event = ann.live.next('models.listChanged', ({ removedIds }) => removedIds.includes(useId));
    const notice = ann.live.next(
      'me.notificationReceived',
      ({ notification }) => notification?.kind === 'versionQuarantined',
    );
    for (const why of ['x', STALLED_REASON]) await quarantine.recordFailure(useId, why);
    await event;
    const about = { model: { id: model.model.id, name: 'Tiny' }, label: '2.0', reason: 'hung' };
    expect((await notice).notification).toMatchObject(about);
    const page = (await ann.client.get<HubModelDetail>(`/api/hub/models/${model.model.id}`)).body.model;
    expect(page.versions).toMatchObject([{ state: 'quarantined', quarantineReason: 'hung' }]);
    const versions = app.get(Versions);
    expect((await versions.byUseId(useId))?.state).toBe('quarantined');
    expect((await fetchModels()).models.find(({ id }) => id === useId)).toMatchObject({ quarantined: true });
    const order = buildRenderRequest(room.id, { settings: { model: useId } });
    expect(await ann.live.rejectionOf('jam.render', order)).toBe('GENERATION_MODEL_QUARANTINED');
    await appoint(app, ann.me.name);
    const released = await ann.client.delete(`/api/admin/quarantine/${encodeURIComponent(useId)}`);
    expect(released.status).toBe(204);
    expect((await versions.byUseId(useId))?.state).toBe('published');
    await rendered({});
  });
});
