import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  type AdditionKind,
  type DraftForm,
  HOUSE_ROOM_ID,
  HOUSE_USER_ID,
  type HubModelDetail,
  type MyTakePage,
  type RoomCard,
} from '@visionary/contract';
import { TakesService } from '@visionary/generation';
import { Database } from '@visionary/platform/database';
import { LobbyAudience } from '@visionary/rooms';
import * as Y from 'yjs';
import { readAddition } from '../../libs/diffusion/additions.js';
import { serializeRenderMetadata } from '../../libs/generation/domain/render-metadata.js';
import { CONTROLNET_FILE, EMBEDDING_FILE, modelsWithAdditions, vaeFile } from '../support/additions.js';
import { HouseTakesService } from '../../libs/jam/use-cases/house-takes.service.js';
import { bootApp, RENDERING, rowsOf, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { factsOfTinyModel } from '../support/hub-files.js';
import { buildRenderRequest } from '../support/jam.js';
import { publishModel } from '../support/published-models.js';
import { type ConnectedUser, connectUser } from '../support/rooms.js';

const SIZE = { width: 64, height: 64 };
const IN_HOUSE = `room_id = '${HOUSE_ROOM_ID}'`;

function promptIn(document: Uint8Array): string {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, document);
  return doc.getText('prompt').toString();
}

describe('samples that the hub renders', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let modelsDir: string;

  beforeAll(async () => {
    modelsDir = await modelsWithAdditions();
    const examples = { en: ['a fox', 'an owl'], zh: ['狐狸', '猫头鹰'] };
    const card = { sizes: [SIZE], recommended: { ...SIZE, steps: 1, scheduler: 'ddim' }, examples };
    await writeFile(join(modelsDir, 'tiny', 'visionary.json'), JSON.stringify(card));
    app = await bootApp({ ...RENDERING, modelsDir, hubSamplesEnabled: true, houseRoomEnabled: true });
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

  it('[G100] the house room renders an example in the language of who looks, a minute apart, and nobody else writes there', async () => {
    const card = async () => (await ann.live.do('lobby.subscribe', { language: 'zh' })).open.find(isHouse);
    const isHouse = ({ room }: RoomCard) => room.id === HOUSE_ROOM_ID;
    expect(await rowsOf(app, 'room', `id = '${HOUSE_ROOM_ID}'`)).toEqual([]);
    await eventually('it has an image', async () => Boolean((await card())?.lastImage));
    expect(await card()).toMatchObject({
      ...{ room: { owner: { name: 'Visionary' }, visibility: 'public', defaultRole: 'viewer' } },
      ...{ prompt: '狐狸', rendering: null },
    });
    const { state, document } = await ann.live.do('rooms.open', { roomId: HOUSE_ROOM_ID });
    expect(state).toMatchObject({ takes: [{ prompt: '狐狸', author: { id: HOUSE_USER_ID } }] });
    expect(promptIn(document)).toBe('狐狸');
    expect(await ann.live.rejectionOf('jam.render', buildRenderRequest(HOUSE_ROOM_ID))).toBe('ROOMS_READ_ONLY');
    const message = { roomId: HOUSE_ROOM_ID, clientId: randomUUID(), text: 'hello' };
    expect(await ann.live.rejectionOf('chat.send', message)).toBe('ROOMS_READ_ONLY');
    expect(await app.get(HouseTakesService).isDue()).toBe(false);

    const db = app.get(Database);
    await db.em.execute(`update take set ended_at = ended_at - 60000 where ${IN_HOUSE}`);
    await eventually('the next example follows', async () => (await card())?.prompt === '猫头鹰');
    await eventually(
      'it is finished',
      async () => (await rowsOf(app, 'take', `${IN_HOUSE} and status = 'finished'`)).length === 2,
    );
    expect((await app.get(TakesService).keepNewest(HOUSE_ROOM_ID, 1))?.prompt).toBe('猫头鹰');
    expect(await rowsOf(app, 'take', IN_HOUSE)).toMatchObject([{ prompt: '猫头鹰' }]);
  });

  it('[G101] the house room renders nothing while nobody looks', async () => {
    await ann.live.do('rooms.close', { roomId: HOUSE_ROOM_ID });
    await ann.live.do('lobby.unsubscribe', {});
    expect(app.get(LobbyAudience).isPresent).toBe(false);
    await ann.live.do('lobby.subscribe', {});
    expect(app.get(LobbyAudience).isPresent).toBe(true);
  });
});
