import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AdditionChoices,
  AdditionFacts,
  ModelPickerPage,
  RoomView,
  Settings,
  TakeView,
} from '@visionary/contract';
import { readPngText } from '@visionary/infotext';
import { readAddition } from '../../libs/diffusion/additions.js';
import { serializeRenderMetadata } from '../../libs/generation/domain/render-metadata.js';
import { CONTROLNET_FILE, EMBEDDING_FILE, modelsWithAdditions, safetensorsOf, vaeFile } from '../support/additions.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { buildRenderRequest, renderTake, repeatTake } from '../support/jam.js';
import { publishModel } from '../support/published-models.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase, isFirstDialect } from '../support/services.js';

const sha256OfFile = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe.each(DIALECTS)('what people add to a model, over %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let room: RoomView;
  let modelsDir: string;

  beforeAll(async () => {
    modelsDir = await modelsWithAdditions();
    app = await bootApp({ modelsDir, databaseUrl: await freshDatabase(dialect), ...RENDERING });
    ann = await connectUser(app.url);
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const rendered = (settings: Partial<Settings>, prompt = 'a Some-Style fox') =>
    renderTake(ann.live, room.id, { settings: { model: 'tiny', ...settings }, prompt });
  const publish = async (kind: AdditionFacts['kind'], name: string, file: string, triggerWords: string[]) => {
    const [{ facts: addition }, bytes] = [readAddition(file), await readFile(file)];
    return publishModel(app, {
      ...{ creator: ann, kind, name, facts: { addition }, files: new Map([[`${kind}.safetensors`, bytes]]) },
      ...{ form: { triggerWords }, renderFacts: serializeRenderMetadata({ kind }) },
    });
  };
  const sha256Of = ({ images }: TakeView) => images[0]!.sha256;
  const infotextOf = async ({ images }: TakeView) => {
    const response = await fetch(app.url + images[0]!.url, { headers: { cookie: ann.client.cookieHeader } });
    return readPngText(Buffer.from(await response.arrayBuffer())).get('parameters');
  };
  const rejectionOf = async (settings: Partial<Settings>) => {
    const ack = await ann.live.ask(
      'jam.render',
      buildRenderRequest(room.id, { settings: { model: 'tiny', ...settings } }),
    );
    return ack.ok ? 'ok' : ack.error;
  };
  const choices = async (kind: string, model = 'tiny') => {
    const query = `kind=${kind}&model=${encodeURIComponent(model)}`;
    const page = (await ann.client.get<ModelPickerPage>(`/api/models/picker?${query}`)).body;
    return page.choices.map(({ addition, incompatibility, sizes }) => ({
      ...{ id: addition?.id, facts: addition?.facts, words: addition?.triggerWords },
      ...(incompatibility && { incompatibility, sizes }),
    }));
  };

  it('[M175] one request returns additions of several kinds by id, with whether they fit the model', async () => {
    const additions = 'embedding:Some-Style/embedding:Pair/vae:bright/vae:Pair/upscaler:lost';
    const query = new URLSearchParams({ additions, model: 'tiny' });
    const { body } = await ann.client.get<AdditionChoices>(`/api/models/additions?${query}`);
    expect(body.choices.map(({ addition, isCompatible }) => [addition?.id, isCompatible])).toEqual([
      ['Pair', false],
      ['Some-Style', true],
      ['bright', true],
    ]);
  });

  it('[M150] picker lists the files of each folder by kind, fitting ones first, with the reason for the others', async () => {
    expect(await choices('embedding')).toEqual([
      { id: 'Some-Style', facts: { kind: 'embedding', vectors: 2, textWidths: [12] }, words: ['Some-Style'] },
      {
        ...{ id: 'Pair', facts: { kind: 'embedding', vectors: 2, textWidths: [12, 16] }, words: ['Pair'] },
        ...{ incompatibility: 'textEncoders', sizes: { file: 2, model: 1 } },
      },
    ]);
    expect(await choices('vae')).toEqual([
      { id: 'bright', facts: { kind: 'vae', latentChannels: 4, spatialFactor: 8, hasEncoder: true }, words: [] },
    ]);
    expect(await choices('upscaler')).toEqual([{ id: 'sharp', facts: { kind: 'upscaler', factor: 2 }, words: [] }]);
    expect(await choices('controlnet')).toEqual([]);
  });

  if (isFirstDialect(dialect)) {
    it('[G60] take renders with an embedding at its word, names it in the infotext, and is repeated byte for byte', async () => {
      const embeddings = [{ id: 'Some-Style' }];
      const styled = await rendered({ embeddings });
      expect(styled.settings.embeddings).toEqual(embeddings);
      const plain = await rendered({});
      expect(sha256Of(styled)).not.toBe(sha256Of(plain));
      const hash = await sha256OfFile(join(modelsDir, 'embeddings', 'Some-Style.safetensors'));
      expect(await infotextOf(styled)).toContain(`TI hashes: "Some-Style: ${hash.slice(0, 12)}"`);
      expect(sha256Of(await repeatTake(ann.live, styled))).toBe(sha256Of(styled));
    });

    it('[G60] embedding changes nothing and is not in the infotext when its word is in no prompt', async () => {
      const [chosen, plain] = [
        await rendered({ embeddings: [{ id: 'Some-Style' }] }, 'a fox'),
        await rendered({}, 'a fox'),
      ];
      const infotext = await infotextOf(chosen);
      expect(infotext).toBe(await infotextOf(plain));
      expect(infotext).not.toContain('TI hashes');
      const negative = await renderTake(ann.live, room.id, {
        ...{ prompt: 'a fox', negative: 'embedding:some-style' },
        settings: { model: 'tiny', embeddings: [{ id: 'Some-Style' }] },
      });
      expect(await infotextOf(negative)).toContain('TI hashes');
    });

    it('[G60] word of an embedding counts as its vectors', async () => {
      const count = async (embeddings?: Settings['embeddings']) => {
        const request = { model: 'tiny', texts: ['a Some-Style fox'], ...(embeddings && { embeddings }) };
        return (await ann.live.do('jam.countTokens', request)).counts[0]?.tokens;
      };
      expect(await count([{ id: 'Some-Style' }])).toBe(4);
      expect(await count()).toBe(5);
    });

    it('[G61] take renders with a VAE of another file, names it in the infotext, and is repeated byte for byte', async () => {
      const [own, bright] = [await rendered({}), await rendered({ vae: { id: 'bright' } })];
      expect(bright.modelHash).toBe(own.modelHash);
      expect(sha256Of(bright)).not.toBe(sha256Of(own));
      const hash = await sha256OfFile(await vaeFile());
      expect(await infotextOf(bright)).toContain(`VAE hash: ${hash.slice(0, 10)}, VAE: bright.safetensors`);
      expect(sha256Of(await repeatTake(ann.live, bright))).toBe(sha256Of(bright));
    });
  }

  it('[G62] take is rejected with the addition and the reason when one is unknown, of another kind, or does not fit', async () => {
    const pair = { addition: 'Pair', kind: 'embedding', model: 'tiny', reason: 'textEncoders', file: 2, needed: 1 };
    expect(await rejectionOf({ embeddings: [{ id: 'Pair' }] })).toEqual({
      ...{ code: 'GENERATION_ADDITION_INCOMPATIBLE', detail: pair },
    });
    for (const id of ['brush', 'old', '../vae/bright']) {
      expect(await rejectionOf({ embeddings: [{ id }] })).toEqual({
        ...{ code: 'GENERATION_ADDITION_NOT_FOUND', detail: { addition: id, kind: 'embedding' } },
      });
    }
    expect(await rejectionOf({ vae: { id: 'cut' } })).toMatchObject({ code: 'GENERATION_ADDITION_NOT_FOUND' });
  });

  it('[G62] repetition is rejected with the name of an addition when its file changed', async () => {
    const file = join(modelsDir, 'embeddings', 'Passing.safetensors');
    await copyFile(join(modelsDir, 'embeddings', 'Some-Style.safetensors'), file);
    const take = await rendered({ embeddings: [{ id: 'Passing' }] }, 'a Passing fox');
    await writeFile(file, safetensorsOf({ emb_params: [1, 12] }));
    const ack = await ann.live.ask('jam.repeat', { roomId: room.id, clientId: randomUUID(), takeId: take.id });
    expect(ack).toMatchObject({
      error: { code: 'GENERATION_NOT_REPEATABLE', detail: { what: 'addition', name: 'Passing' } },
    });
    await rm(file);
  });

  it('[M151] published embedding and VAE are chosen in a room, fetched by the renderer, and gone when deleted', async () => {
    const style = await publish('embedding', 'Gv style', EMBEDDING_FILE, ['<gv-style>']);
    const vae = await publish('vae', 'Bright', await vaeFile(), []);
    const settings = { embeddings: [{ id: style.version.useId }], vae: { id: vae.version.useId } };
    const take = await rendered(settings, 'a <gv-style> fox');
    const infotext = await infotextOf(take);
    expect(infotext).toContain(`VAE: ${vae.version.useId}`);
    expect(infotext).toContain(`TI hashes: "<gv-style>: ${style.version.hash.slice(0, 12)}"`);
    expect(sha256Of(await repeatTake(ann.live, take))).toBe(sha256Of(take));
    expect((await choices('embedding')).map(({ id }) => id)).toContain(style.version.useId);
    expect((await ann.client.delete(`/api/hub/versions/${style.version.id}`)).status).toBe(204);
    expect((await choices('embedding')).map(({ id }) => id)).not.toContain(style.version.useId);
    expect(await rejectionOf(settings)).toMatchObject({ code: 'GENERATION_ADDITION_NOT_FOUND' });
  });

  it('[G74] take follows a ControlNet and an image of its room, names it in the infotext, and is repeated byte for byte', async () => {
    const folder = join(modelsDir, 'controlnet');
    await mkdir(folder, { recursive: true });
    await copyFile(CONTROLNET_FILE, join(folder, 'edges.safetensors'));
    const plain = await rendered({});
    const image = { takeId: plain.id, index: 0 };
    const control = { id: 'edges', image, weight: 1.5, start: 0, end: 0.8 };
    const controlled = await rendered({ controls: [control] });
    expect(sha256Of(controlled)).not.toBe(sha256Of(plain));
    expect(controlled.settings.controls).toEqual([control]);
    const sha256 = await sha256OfFile(CONTROLNET_FILE);
    expect(await infotextOf(controlled)).toContain(
      `ControlNet 0: "Module: none, Model: edges [${sha256.slice(0, 8)}], Weight: 1.5, Resize Mode: Crop and Resize, Guidance Start: 0, Guidance End: 0.8`,
    );
    expect(sha256Of(await repeatTake(ann.live, controlled))).toBe(sha256Of(controlled));
    const hires = { upscaler: 'latent', scale: 1.5, steps: 2, strength: 0.5 };
    const both = await rendered({ controls: [control, { ...control, weight: 0.5 }], hires });
    expect(sha256Of(await repeatTake(ann.live, both))).toBe(sha256Of(both));
  });

  it('[G75] take with a ControlNet or an upscaler that cannot be used is rejected with the reason', async () => {
    const { id } = await rendered({});
    const control = { id: 'edges', image: { takeId: id, index: 0 }, weight: 1, start: 0, end: 1 };
    const codeOf = async (settings: Partial<Settings>) => rejectionOf(settings);
    expect(await codeOf({ controls: [{ ...control, id: 'lost' }] })).toMatchObject({
      ...{ code: 'GENERATION_ADDITION_NOT_FOUND', detail: { addition: 'lost', kind: 'controlnet' } },
    });
    const missing = { ...control, image: { uploadId: randomUUID() } };
    expect(await codeOf({ controls: [missing] })).toEqual({ code: 'GENERATION_IMAGE_NOT_FOUND' });
    expect(await codeOf({ controls: [{ ...control, weight: 3 }] })).toMatchObject({ code: 'INVALID' });
    expect(await codeOf({ controls: [control, control, control, control] })).toMatchObject({ code: 'INVALID' });
    expect(await codeOf({ controls: [control, { ...control, start: 0.9, end: 0.1 }] })).toEqual({
      ...{ code: 'INVALID', detail: { field: 'settings.controls.1.end', reason: 'before start' } },
    });
    const lora = { id: 'ink', weight: 1 };
    expect(await codeOf({ loras: [lora, { ...lora, weight: 0.5 }] })).toEqual({
      ...{ code: 'INVALID', detail: { field: 'settings.loras', reason: 'the same LoRA twice' } },
    });
    const hires = { upscaler: 'lost', scale: 1.5, steps: 2, strength: 0.5 };
    expect(await codeOf({ hires })).toMatchObject({
      ...{ code: 'GENERATION_ADDITION_NOT_FOUND', detail: { addition: 'lost', kind: 'upscaler' } },
    });
  });

  it('[G76] second pass enlarges the image with an upscaler model, is repeated byte for byte, and only with the same file', async () => {
    const hires = { upscaler: 'sharp', scale: 2, steps: 2, strength: 0.4 };
    const take = await rendered({ hires });
    expect(take.images[0]).toMatchObject({ width: 2 * take.settings.width, height: 2 * take.settings.height });
    expect(await infotextOf(take)).toContain('Hires upscaler: sharp');
    expect(sha256Of(await repeatTake(ann.live, take))).toBe(sha256Of(take));
    await rm(join(modelsDir, 'upscalers', 'sharp.safetensors'));
    const again = { roomId: room.id, takeId: take.id, clientId: randomUUID() };
    expect(await ann.live.ask('jam.repeat', again)).toMatchObject({
      error: { code: 'GENERATION_NOT_REPEATABLE', detail: { what: 'addition', name: 'sharp' } },
    });
  });
});
