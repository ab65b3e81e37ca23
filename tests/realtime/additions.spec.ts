import { createHash, randomUUID } from 'node:crypto';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AdditionFacts, ModelPickerPage, RoomView, Settings, TakeView } from '@visionary/contract';
import { readPngText } from '@visionary/infotext';
import { readAddition } from '../../libs/diffusion/additions.js';
import { serializeRenderMetadata } from '../../libs/generation/domain/render-metadata.js';
import { EMBEDDING_FILE, modelsWithAdditions, safetensorsOf, VAE_FILE } from '../support/additions.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { buildRenderRequest, renderTake, repeatTake } from '../support/jam.js';
import { publishModel } from '../support/published-models.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';

const sha256OfFile = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe('what people add to a model', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let room: RoomView;
  let modelsDir: string;

  beforeAll(async () => {
    modelsDir = await modelsWithAdditions();
    app = await bootApp({ modelsDir, ...RENDERING });
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

  it('[G61] take renders with a VAE of another file, names it in the infotext, and is repeated byte for byte', async () => {
    const [own, bright] = [await rendered({}), await rendered({ vae: { id: 'bright' } })];
    expect(bright.modelHash).toBe(own.modelHash);
    expect(sha256Of(bright)).not.toBe(sha256Of(own));
    const hash = await sha256OfFile(VAE_FILE);
    expect(await infotextOf(bright)).toContain(`VAE hash: ${hash.slice(0, 10)}, VAE: bright.safetensors`);
    expect(sha256Of(await repeatTake(ann.live, bright))).toBe(sha256Of(bright));
  });

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
    const vae = await publish('vae', 'Bright', VAE_FILE, []);
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
});
