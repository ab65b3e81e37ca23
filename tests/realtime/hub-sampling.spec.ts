import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdditionKind, DraftForm, HubModelDetail, MyTakePage } from '@visionary/contract';
import { readAddition } from '../../libs/diffusion/additions.js';
import { serializeRenderMetadata } from '../../libs/generation/domain/render-metadata.js';
import { CONTROLNET_FILE, EMBEDDING_FILE, modelsWithAdditions, vaeFile } from '../support/additions.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { factsOfTinyModel } from '../support/hub-files.js';
import { publishModel } from '../support/published-models.js';
import { type ConnectedUser, connectUser } from '../support/rooms.js';

const SIZE = { width: 64, height: 64 };

describe('samples that the hub renders', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let modelsDir: string;

  beforeAll(async () => {
    modelsDir = await modelsWithAdditions();
    const card = { sizes: [SIZE], recommended: { ...SIZE, steps: 1, scheduler: 'ddim' } };
    await writeFile(join(modelsDir, 'tiny', 'visionary.json'), JSON.stringify(card));
    app = await bootApp({ ...RENDERING, modelsDir, hubSamplesEnabled: true });
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

  const publish = async (kind: AdditionKind, file: string, form: DraftForm = {}) => {
    const [{ facts: addition }, bytes] = [readAddition(file), await readFile(file)];
    const files = new Map([[`${kind}.safetensors`, bytes]]);
    const renderFacts = serializeRenderMetadata({ kind });
    const { model } = await publishModel(app, { creator: ann, kind, facts: { addition }, form, files, renderFacts });
    return async () => (await ann.client.get<HubModelDetail>(`/api/hub/models/${model.id}`)).body.model.versions[0]!;
  };

  it('[M173] additions have samples of a model that they fit: an embedding at its word, a VAE, and an upscaler in a second pass', async () => {
    const style = await publish('embedding', EMBEDDING_FILE, { triggerWords: ['<tinystyle>', 'unused'] });
    const vae = await publish('vae', await vaeFile());
    const upscaler = await publish('upscaler', join(modelsDir, 'upscalers', 'sharp.safetensors'));
    const controlnet = await publish('controlnet', CONTROLNET_FILE);
    for (const version of [style, vae, upscaler]) {
      await eventually('three are there', async () => {
        const v = await version();
        return v.samples.length === 3;
      });
    }
    expect((await style()).samples.map(({ prompt }) => prompt.split(', ')[0])).toEqual(Array(3).fill('<tinystyle>'));
    expect((await vae()).samples[0]).toMatchObject({ width: 64, height: 64 });
    expect((await upscaler()).samples.map(({ width, height }) => [width, height])).toEqual(Array(3).fill([128, 128]));
    expect(await controlnet()).toMatchObject({ samples: [], pendingSamples: 0 });
  });
});
