import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HubModelDetail, MyTakePage } from '@visionary/contract';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { factsOfTinyModel } from '../support/hub-files.js';
import { freshFolder } from '../support/services.js';
import { publishModel } from '../support/published-models.js';
import { type ConnectedUser, connectUser } from '../support/rooms.js';

describe('samples that the hub renders', () => {
  let app: RunningApp;
  let ann: ConnectedUser;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: freshFolder(), hubSamplesEnabled: true });
    ann = await connectUser(app.url, 'Ann');
  });

  it('[M98] samples are rendered from trigger words, in no room and no user’s takes', async () => {
    const form = { triggerWords: ['tinywash'], recommended: { steps: 1 } };
    const input = { creator: ann, name: 'Sampled', form, renderFacts: await factsOfTinyModel() };
    const { model } = await publishModel(app, input);
    const version = async () =>
      (await ann.client.get<HubModelDetail>(`/api/hub/models/${model.id}`)).body.model.versions[0]!;
    expect((await version()).pendingSamples).toBe(3);
    await eventually('three are there', async () => (await version()).samples.length === 3);
    await eventually('no more are to come', async () => (await version()).pendingSamples === 0);
    const { samples } = await version();
    expect(samples.map(({ prompt, isUploaded }) => [prompt.startsWith('tinywash, '), isUploaded])).toEqual(
      Array(3).fill([true, false]),
    );
    expect(new Set(samples.map(({ prompt }) => prompt)).size).toBe(3);
    expect((await ann.client.get(samples[0]!.url)).headers['content-type']).toBe('image/webp');
    expect((await ann.client.get<MyTakePage>('/api/me/takes')).body.takes).toEqual([]);
  });
});
