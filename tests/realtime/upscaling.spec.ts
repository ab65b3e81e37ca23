import { randomUUID } from 'node:crypto';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PostDetail, RoomView, Settings, TakeView } from '@visionary/contract';
import { IMAGE_RECORD_KEYWORD, readPngText } from '@visionary/infotext';
import { checkpointFile, modelsWithAdditions } from '../support/additions.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { publishTake } from '../support/feed.js';
import { renderTake, repeatTake, takeFinished } from '../support/jam.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase, isFirstDialect } from '../support/services.js';

const LORAS = ['locon', 'peft'];
const SHARP = { index: 0, upscaler: 'sharp', scale: 2 };
type Request = typeof SHARP;

describe.each(DIALECTS)('upscaling an image of a take, over %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;
  let modelsDir: string;

  beforeAll(async () => {
    modelsDir = await modelsWithAdditions();
    await mkdir(join(modelsDir, 'loras'));
    for (const name of LORAS) await cp(checkpointFile(`lora_${name}`), join(modelsDir, 'loras', `${name}.safetensors`));
    app = await bootApp({ modelsDir, databaseUrl: await freshDatabase(dialect), ...RENDERING });
    [ann, bob] = [await connectUser(app.url), await connectUser(app.url)];
    room = await createRoom(ann, { visibility: 'public' });
    for (const user of [ann, bob]) await openRoom(user, room.id);
  });

  const rendered = (settings: Partial<Settings> = {}) =>
    renderTake(ann.live, room.id, { settings: { model: 'tiny', ...settings }, prompt: 'a fox, 16:9' });
  const upscale = ({ id: takeId }: { readonly id: string }, request: Partial<Request> = {}, by = bob) =>
    by.live.ask('jam.upscale', { roomId: room.id, clientId: randomUUID(), takeId, ...SHARP, ...request });
  const upscaled = async (take: TakeView, request: Partial<Request> = {}): Promise<TakeView> => {
    const end = takeFinished(bob.live, ({ settings }) => settings.upscale !== undefined);
    expect(await upscale(take, request)).toMatchObject({ ok: true });
    return end;
  };
  const rejection = async (take: { readonly id: string }, request: Partial<Request> = {}) => {
    const ack = await upscale(take, request);
    return ack.ok ? 'ok' : ack.error;
  };
  const sha256Of = ({ images }: TakeView) => images[0]!.sha256;
  const textsOf = async ({ images }: TakeView) => {
    const response = await fetch(app.url + images[0]!.url, { headers: { cookie: ann.client.cookieHeader } });
    return readPngText(Buffer.from(await response.arrayBuffer()));
  };
  const infotextOf = async (take: TakeView) => (await textsOf(take)).get('parameters') ?? '';

  it('[G77] image is enlarged by an upscaler, with its infotext and record, and the take repeats byte for byte', async () => {
    const source = await rendered({ batch: 2, loras: [] });
    const tiles = bob.live.next('generation.frame', ({ step, steps }) => step === 1 && steps === 1);
    const take = await upscaled(source, { index: 1 });
    expect((await tiles).takeId).toBe(take.id);
    const image = { takeId: source.id, index: 1 };
    expect(take).toMatchObject({
      ...{ author: { id: bob.me.id }, prompt: source.prompt, origin: { takeId: source.id } },
      ...{ modelHash: source.modelHash, images: [{ width: 128, height: 128, seed: source.images[1]!.seed }] },
      settings: { upscale: { image, upscaler: 'sharp', scale: 2, width: 128, height: 128 }, batch: 1 },
    });
    expect(take.promptAuthors).toEqual(source.promptAuthors);
    const original = await infotextOf({ ...source, images: [source.images[1]!] });
    expect(original).toContain('a fox, 16:9');
    expect(await infotextOf(take)).toBe(`${original}, Postprocess upscale by: 2, Postprocess upscaler: sharp`);
    const record = JSON.parse((await textsOf(take)).get(IMAGE_RECORD_KEYWORD)!) as Record<string, unknown>;
    expect(record).toMatchObject({
      ...{ modelName: 'tiny', modelHash: source.modelHash },
      job: { upscale: { imageSha256: source.images[1]!.sha256, upscaler: 'sharp', width: 128 } },
    });
    expect(sha256Of(await repeatTake(bob.live, take))).toBe(sha256Of(take));
  });

  if (isFirstDialect(dialect)) {
    it('[G77] image of any take is enlarged without an upscaler model, and an upscaled one again', async () => {
      const first = await rendered();
      const init = { image: { takeId: first.id, index: 0 }, strength: 0.5 };
      const take = await upscaled(await rendered({ init }), { upscaler: 'lanczos', scale: 1.5 });
      expect(take.images[0]).toMatchObject({ width: 96, height: 96 });
      expect(await infotextOf(take)).toMatch(/, Postprocess upscale by: 1\.5, Postprocess upscaler: Lanczos$/);
      const again = await upscaled(take, { upscaler: 'sharp', scale: 4 });
      expect(again.images[0]).toMatchObject({ width: 384, height: 384 });
      const infotext = await infotextOf(again);
      expect(infotext.match(/Postprocess upscaler/g)).toHaveLength(1);
      expect(infotext).toMatch(/, Postprocess upscale by: 4, Postprocess upscaler: sharp$/);
      const enlarged = await upscaled(
        await rendered({ hires: { upscaler: 'latent', scale: 1.5, steps: 2, strength: 0.5 } }),
      );
      expect(enlarged.images[0]).toMatchObject({ width: 192, height: 192 });
      for (const one of [take, again, enlarged]) expect(sha256Of(await repeatTake(bob.live, one))).toBe(sha256Of(one));
    });

    it.each(['sharp', 'lanczos'])('[G77] image with LoRAs is enlarged by %s', async (upscaler) => {
      const source = await rendered({ loras: LORAS.map((id) => ({ id, weight: 0.5 })) });
      const take = await upscaled(source, { upscaler });
      expect(await infotextOf(take)).toMatch(/Lora hashes: "locon: \w{12}, peft: \w{12}".*, Postprocess upscale by: 2/);
      expect(sha256Of(await repeatTake(bob.live, take))).toBe(sha256Of(take));
    });

    it('[G78] upscale is rejected with the reason when its image, upscaler, or size is not possible, and cannot be stopped', async () => {
      const take = await rendered();
      expect(await rejection({ id: randomUUID() })).toEqual({ code: 'GENERATION_TAKE_NOT_FOUND' });
      expect(await rejection(take, { index: 1 })).toEqual({ code: 'GENERATION_IMAGE_NOT_FOUND' });
      for (const upscaler of ['lost', 'latent', '../sharp']) {
        expect(await rejection(take, { upscaler })).toEqual({
          ...{ code: 'GENERATION_ADDITION_NOT_FOUND', detail: { addition: upscaler, kind: 'upscaler' } },
        });
      }
      for (const scale of [1, 5, Number.NaN]) {
        expect(await rejection(take, { scale })).toMatchObject({ code: 'INVALID' });
      }
      let large = take;
      for (const scale of [4, 4, 2]) large = await upscaled(large, { upscaler: 'lanczos', scale });
      expect(large.images[0]).toMatchObject({ width: 2048 });
      expect(await rejection(large)).toEqual({
        ...{ code: 'GENERATION_UPSCALE_TOO_LARGE', detail: { width: 4096, height: 4096, max: 2048 } },
      });
      const { id: takeId } = large;
      expect(await bob.live.rejectionOf('jam.stop', { roomId: room.id, takeId })).toBe(
        'GENERATION_UPSCALE_HAS_NO_STEPS',
      );
      const other = await createRoom(ann);
      const elsewhere = { roomId: other.id, clientId: randomUUID(), takeId: take.id, ...SHARP };
      expect(await ann.live.rejectionOf('jam.upscale', elsewhere)).toBe('GENERATION_TAKE_NOT_FOUND');
    });
  }

  it('[G77] published upscale has the size of its image, and says how it was enlarged', async () => {
    const take = await upscaled(await rendered());
    const post = await publishTake(bob, take.id);
    expect(post.image).toMatchObject({ width: 128, height: 128 });
    const { parameters } = (await ann.client.get<PostDetail>(`/api/posts/${post.id}`)).body;
    expect(parameters.upscale).toEqual({ upscaler: 'sharp', scale: 2 });
    expect(parameters.infotext).toContain('Postprocess upscaler: sharp');
  });

  it('[G78] repetition of an upscale is rejected with the name of its upscaler when that is gone', async () => {
    const take = await upscaled(await rendered());
    await rm(join(modelsDir, 'upscalers', 'sharp.safetensors'));
    const again = { roomId: room.id, takeId: take.id, clientId: randomUUID() };
    expect(await bob.live.ask('jam.repeat', again)).toMatchObject({
      error: { code: 'GENERATION_NOT_REPEATABLE', detail: { what: 'addition', name: 'sharp' } },
    });
  });

  it('[G77] image is enlarged, and its upscale repeated, when its model was deleted', async () => {
    const take = await rendered();
    await rm(join(modelsDir, 'tiny'), { recursive: true });
    const large = await upscaled(take, { upscaler: 'lanczos' });
    expect(sha256Of(await repeatTake(bob.live, large))).toBe(sha256Of(large));
  });
});

describe('memory of an upscale', () => {
  /** The upscaler alone is estimated at 400 MB. */
  it.each([
    [300, false],
    [2_000, true],
  ])(
    '[G77] models of a renderer with %d MiB stay loaded when the upscaler fits beside them: %s',
    async (mib, isKept) => {
      const app = await bootApp({ modelsDir: await modelsWithAdditions(), ...RENDERING, rendererMemoryMiB: mib });
      const ann = await connectUser(app.url);
      const { id: roomId } = await createRoom(ann);
      await openRoom(ann, roomId);
      const { id: takeId } = await renderTake(ann.live, roomId, { settings: { model: 'tiny' } });
      const isLoaded = async () => (await ann.live.do('jam.estimateLoad', { model: 'tiny' })).inMemory;
      expect(await isLoaded()).toBe(true);
      const end = takeFinished(ann.live, ({ settings }) => settings.upscale !== undefined);
      await ann.live.do('jam.upscale', { roomId, clientId: randomUUID(), takeId, ...SHARP });
      await end;
      expect(await isLoaded()).toBe(isKept);
    },
  );
});
