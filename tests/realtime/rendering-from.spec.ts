import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ErrorView,
  type LoraView,
  type ModelFileMetadata,
  type ModelList,
  type RoomView,
  SCHEDULERS,
  type Settings,
  type TakeView,
  type UploadView,
} from '@visionary/contract';
import { readPngText } from '@visionary/infotext';
import sharp, { type Sharp } from 'sharp';
import type { z } from 'zod';
import { TINY_SD } from '../golden/vectors.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { onCleanup } from '../support/cleanup.js';
import { buildRenderRequest, TINY, renderTake, repeatTake } from '../support/jam.js';
import { unmatchedLora } from '../support/models-with-loras.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { solidPng } from '../support/test-images.js';

const KOHYA = 'tests/golden/vectors/lora/lora_kohya.safetensors';
const VECTORS = 'tests/golden/checkpoints/files';
/** Listed after the other model. */
const CHECKPOINT = 'zz-checkpoint';
const SIZE = { width: 64, height: 64 };

describe('takes with init images and LoRAs', () => {
  let app: RunningApp;
  let modelsDir: string;
  let ann: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    modelsDir = await mkdtemp(join(tmpdir(), 'visionary-models-'));
    onCleanup(() => rm(modelsDir, { recursive: true, force: true }));
    await symlink(resolve(TINY_SD), join(modelsDir, TINY.model));
    await mkdir(join(modelsDir, CHECKPOINT));
    await cp(`${VECTORS}/sd15.safetensors`, join(modelsDir, CHECKPOINT, 'sd15.safetensors'));
    await writeFile(join(modelsDir, CHECKPOINT, 'checkpoint.json'), '{"textHeads":[3]}');
    await mkdir(join(modelsDir, 'loras'));
    await cp(KOHYA, loraFile('brush'));
    await cp(KOHYA, loraFile('pen'));
    await writeFile(loraFile('strange'), unmatchedLora());
    await writeFile(loraFile('broken'), 'no tensors');
    const card = { title: 'Brush', by: 'ann', about: { zh: '毛笔' }, triggerWords: ['brush'], weight: 0.8 };
    await writeFile(join(modelsDir, 'loras', 'brush.json'), JSON.stringify(card));
    await cp(KOHYA, loraFile('stamp'));
    await writeFile(join(modelsDir, 'loras', 'stamp.json'), '{"pictures":{"title":"stamp.png"}}');
    await writeFile(join(modelsDir, 'loras', 'stamp.png'), await solidPng(8, 8));
    await writeFile(join(modelsDir, 'loras', 'pen.json'), '{"weight":"much"}');
    app = await bootApp({ modelsDir, ...RENDERING });
    ann = await connectUser(app.url);
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const loraFile = (id: string) => join(modelsDir, 'loras', `${id}.safetensors`);
  const rendered = (settings: Partial<Settings>, prompt?: string): Promise<TakeView> =>
    renderTake(ann.live, room.id, { settings: { ...SIZE, ...settings }, ...(prompt && { prompt }) });
  const refused = async (settings: Partial<Settings>, prompt?: string): Promise<ErrorView> => {
    const ack = await ann.live.ask('jam.render', buildRenderRequest(room.id, { settings, ...(prompt && { prompt }) }));
    if (ack.ok) throw new Error('it was taken');
    return ack.error;
  };
  const shas = ({ images }: TakeView) => images.map(({ sha256 }) => sha256);
  const upload = async (roomId: string, image: Sharp): Promise<UploadView> =>
    (await ann.client.upload<UploadView>(`/api/rooms/${roomId}/uploads`, await image.png().toBuffer())).body;
  const solid = (background: string) => sharp({ create: { ...SIZE, channels: 3, background } });
  const infotextOf = async ({ images }: TakeView): Promise<string> => {
    const png = new Uint8Array(await (await fetch(app.url + (images[0]?.url ?? ''))).arrayBuffer());
    return readPngText(png).get('parameters') ?? '';
  };
  const pixels = async ({ images }: TakeView): Promise<Buffer> =>
    sharp(Buffer.from(await (await fetch(app.url + (images[0]?.url ?? ''))).arrayBuffer()))
      .raw()
      .toBuffer();

  it('[G24] starts a take from an image of a take or an upload of the room', async () => {
    const source = await rendered({});
    const { id: uploadId } = await upload(room.id, solid('#336699'));
    const image = { takeId: source.id, index: 0 };
    const fromTake = await rendered({ init: { image, strength: 0.5 } });
    expect(fromTake.settings.init).toEqual({ image, strength: 0.5 });
    const fromUpload = await rendered({ init: { image: { uploadId }, strength: 0.5 } });
    expect(new Set([source, fromTake, fromUpload].flatMap(shas)).size).toBe(3);
    expect(shas(await repeatTake(ann.live, fromTake))).toEqual(shas(fromTake));
    expect(shas(await repeatTake(ann.live, fromUpload))).toEqual(shas(fromUpload));
  });

  it('[G24] changes only the white area of the mask', async () => {
    const source = await rendered({ seed: 3 });
    const half = solid('#000').composite([
      {
        input: await solidPng(32, 64, '#fff'),
        left: 32,
        top: 0,
      },
    ]);
    const mask = { uploadId: (await upload(room.id, half)).id };
    const image = { takeId: source.id, index: 0 };
    const painted = await rendered({ seed: 4, init: { image, strength: 1, mask } });
    const [before, after] = [await pixels(source), await pixels(painted)];
    const differs = (column: number) => {
      const at = (32 * SIZE.width + column) * 3;
      return [0, 1, 2].some((channel) => Math.abs((before[at + channel] ?? 0) - (after[at + channel] ?? 0)) > 8);
    };
    expect([0, 4, 8, 12].map(differs)).toEqual([false, false, false, false]);
    expect([44, 50, 56, 62].some(differs)).toBe(true);
    expect(shas(await repeatTake(ann.live, painted))).toEqual(shas(painted));
  });

  it('[G24] rejects init images of other rooms, and missing ones', async () => {
    const elsewhere = await createRoom(ann, { visibility: 'private' });
    const foreign = { uploadId: (await upload(elsewhere.id, solid('#111'))).id };
    const { id: takeId } = await rendered({});
    const starts = [
      { image: foreign },
      { image: { uploadId: randomUUID() } },
      { image: { uploadId: takeId } },
      { image: { takeId, index: 1 } },
      { image: { takeId: randomUUID(), index: 0 } },
      { image: { takeId, index: 0 }, mask: foreign },
    ];
    for (const start of starts) {
      expect(await refused({ init: { ...start, strength: 0.5 } })).toEqual({ code: 'GENERATION_IMAGE_NOT_FOUND' });
    }
    for (const strength of [-0.1, 1.1, Number.NaN]) {
      const rejected = await refused({ init: { image: { takeId, index: 0 }, strength } });
      expect(rejected).toMatchObject({ code: 'INVALID', detail: { field: 'settings.init.strength' } });
    }
  });

  it('[G25] lists local LoRAs with their cards and compatible models', async () => {
    const { body } = await ann.client.get<z.infer<typeof ModelList>>('/api/models');
    const [model] = body.models;
    expect(model).toMatchObject({ family: 'other', supportsImg2img: true, quarantined: false, sizeMultiple: 8 });
    const of = (id: string): LoraView | undefined => body.loras.find((lora) => lora.id === id);
    expect(body.loras.map(({ id }) => id)).toEqual(['broken', 'brush', 'pen', 'stamp', 'strange']);
    expect(of('brush')).toEqual({
      ...{ id: 'brush', title: 'Brush', by: 'ann', description: { en: '', zh: '毛笔' }, license: '' },
      ...{ triggerWords: ['brush'], weight: 0.8, compatibleModels: [TINY.model] },
    });
    expect(of('pen')).toMatchObject({ title: 'pen', weight: 1, compatibleModels: [TINY.model] });
    expect([of('strange')?.compatibleModels, of('broken')?.compatibleModels]).toEqual([[], []]);
    expect(JSON.stringify(body)).not.toContain(modelsDir);
  });

  it('[B291] shows the image that came with a local LoRA, and what its file tells', async () => {
    const { body } = await ann.client.get<z.infer<typeof ModelList>>('/api/models');
    const picture = body.loras.find(({ id }) => id === 'stamp')?.picture ?? '';
    const response = await fetch(app.url + picture);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(await solidPng(8, 8));
    const get = (path: string) => ann.client.get<ModelFileMetadata>(path);
    expect((await get('/api/models/lora?lora=stamp')).body).toMatchObject({ kind: 'lora', rank: expect.any(Number) });
    const missing = ['lora?lora=broken', 'lora?lora=none', 'picture?model=pen&kind=lora&picture=title'];
    for (const path of [...missing, 'picture?model=stamp&kind=lora&picture=sheet']) {
      expect((await get(`/api/models/${path}`)).status).toBe(404);
    }
  });

  it('[G25] renders the same image for LoRAs in settings and in tags', async () => {
    const plain = await rendered({});
    const bySettings = await rendered({ loras: [{ id: 'brush', weight: 0.8 }] });
    const byTag = await rendered({}, 'a red fox <lora:brush:0.8>');
    expect(byTag.prompt).toBe('a red fox <lora:brush:0.8>');
    expect(shas(bySettings)).not.toEqual(shas(plain));
    expect(await pixels(byTag)).toEqual(await pixels(bySettings));
    const less = await rendered({ loras: [{ id: 'brush', weight: 0.8 }] }, 'a red fox <lora:brush:0>');
    expect(await pixels(less)).toEqual(await pixels(plain));
    expect(shas(await repeatTake(ann.live, bySettings))).toEqual(shas(bySettings));
    expect(shas(await repeatTake(ann.live, byTag))).toEqual(shas(byTag));
  });

  it('[G25] names a LoRA when it is missing or rejection', async () => {
    const unknown = { code: 'GENERATION_LORA_NOT_FOUND', detail: { lora: '../brush' } };
    expect(await refused({ loras: [{ id: '../brush', weight: 1 }] })).toEqual(unknown);
    expect(await refused({}, 'a fox <lora:../brush:1>')).toEqual(unknown);
    const rejection = { code: 'GENERATION_LORA_INCOMPATIBLE', detail: { lora: 'strange' } };
    expect(await refused({ loras: [{ id: 'strange', weight: 1 }] })).toMatchObject(rejection);
    expect(await refused({}, 'a fox <lora:broken>')).toMatchObject({ code: 'GENERATION_LORA_INCOMPATIBLE' });
    expect(await refused({}, 'a fox <lora:brush:40>')).toMatchObject({ code: 'INVALID', detail: { field: 'loras' } });
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `<lora:${name}:1>`).join('');
    expect(await refused({}, `a fox ${many}`)).toMatchObject({ code: 'INVALID', detail: { field: 'loras' } });
  });

  it('[G22] rejects a repetition when a LoRA changed or is missing', async () => {
    const take = await rendered({ loras: [{ id: 'pen', weight: 1 }] });
    const again = { roomId: room.id, takeId: take.id };
    const refusal = { ok: false, error: { code: 'GENERATION_NOT_REPEATABLE', detail: { what: 'lora', name: 'pen' } } };
    await cp(loraFile('strange'), loraFile('pen'));
    expect(await ann.live.ask('jam.repeat', { ...again, clientId: randomUUID() })).toEqual(refusal);
    await cp(KOHYA, loraFile('pen'));
    expect(shas(await repeatTake(ann.live, take))).toEqual(shas(take));
  });

  it('[G70] renders with a clip skip where a model has it, writes it as other tools do, and rejects it elsewhere', async () => {
    const { body } = await ann.client.get<z.infer<typeof ModelList>>('/api/models');
    const maxOf = (id: string) => body.models.find((model) => model.id === id)?.maxClipSkip;
    expect([maxOf(CHECKPOINT), maxOf(TINY.model)]).toEqual([3, undefined]);
    const plain = await rendered({ model: CHECKPOINT });
    const skipped = await rendered({ model: CHECKPOINT, clipSkip: 2 });
    expect(shas(skipped)).not.toEqual(shas(plain));
    expect(await infotextOf(skipped)).toContain('Clip skip: 2');
    expect(shas(await repeatTake(ann.live, skipped))).toEqual(shas(skipped));
    const rejection = { code: 'GENERATION_CLIP_SKIP_UNSUPPORTED' };
    expect(await refused({ model: CHECKPOINT, clipSkip: 4 })).toMatchObject({ ...rejection, detail: { max: 3 } });
    expect(await refused({ clipSkip: 2 })).toMatchObject({ ...rejection, detail: { max: 1 } });
    expect(await refused({ clipSkip: 13 })).toMatchObject({ code: 'INVALID', detail: { field: 'settings.clipSkip' } });
  });

  it('[G71] renders all parts of a prompt, counts their tokens, and rejects too many', async () => {
    const prompt = 'a red fox AND deep snow :0.7';
    const [fox, both] = [await rendered({}, 'a red fox'), await rendered({}, prompt)];
    expect(shas(both)).not.toEqual(shas(fox));
    expect(await infotextOf(both)).toMatch(/^a red fox AND deep snow :0\.7\n/);
    expect(shas(await repeatTake(ann.live, both))).toEqual(shas(both));
    const counted = await ann.live.ask('jam.countTokens', { model: TINY.model, texts: [prompt, 'a red fox'] });
    const counts = [
      { tokens: 3, limit: 75, parts: [3, 2] },
      { tokens: 3, limit: 75 },
    ];
    expect(counted).toMatchObject({ ok: true, data: { counts } });
    const parts = Array.from({ length: 9 }, () => 'fox').join(' AND ');
    const rejection = { code: 'GENERATION_TOO_MANY_PROMPT_PARTS', detail: { parts: 9, max: 8 } };
    expect(await refused({}, parts)).toEqual(rejection);
  });

  it('[G72] renders a second pass, whose frames and record have both sizes, and repeats it', async () => {
    const hires = { upscaler: 'latent', scale: 1.5, steps: 2, strength: 0.5 };
    const plain = await rendered({});
    const lastFrame = ann.live.next('generation.frame', ({ step, steps }) => step === 5 && steps === 5);
    const take = await rendered({ steps: 3, hires });
    expect(take.images[0]).toMatchObject({ width: 96, height: 96 });
    expect(take.settings).toMatchObject({ ...SIZE, hires });
    expect((await lastFrame).takeId).toBe(take.id);
    expect(await infotextOf(take)).toContain('Hires upscale: 1.5, Hires steps: 2, Hires upscaler: Latent');
    expect(shas(await repeatTake(ann.live, take))).toEqual(shas(take));
    const lanczos = await rendered({ hires: { ...hires, upscaler: 'lanczos' } });
    expect(new Set([plain, take, lanczos].flatMap(shas)).size).toBe(3);
    expect(shas(await repeatTake(ann.live, lanczos))).toEqual(shas(lanczos));
  });

  it('[G72] rejects a second pass that cannot be rendered', async () => {
    const hires = { upscaler: 'latent', scale: 1.5, steps: 2, strength: 0.5 };
    const { id: uploadId } = await upload(room.id, solid('#336699'));
    const codeOf = async (settings: Partial<Settings>) => (await refused({ ...SIZE, ...settings })).code;
    expect(await codeOf({ hires: { ...hires, upscaler: '../x' } })).toBe('GENERATION_ADDITION_NOT_FOUND');
    expect(await codeOf({ hires, init: { image: { uploadId }, strength: 0.5 } })).toBe(
      'GENERATION_HIRES_WITH_INIT_IMAGE',
    );
    expect(await refused({ width: 128, height: 128, hires: { ...hires, scale: 4 } })).toMatchObject({
      ...{ code: 'GENERATION_HIRES_TOO_LARGE', detail: { width: 512, height: 512 } },
    });
    for (const wrong of [{ scale: 0.5 }, { steps: 101 }, { strength: 0 }]) {
      expect(await refused({ hires: { ...hires, ...wrong } })).toMatchObject({ code: 'INVALID' });
    }
  });

  it.each(SCHEDULERS)('[G1] renders and reproduces with %s', async (scheduler) => {
    const take = await rendered({ scheduler, ...(scheduler === 'ddim' && { eta: 0.5 }), width: 72 });
    expect(shas(await repeatTake(ann.live, take))).toEqual(shas(take));
  });
});
