import { beforeAll, describe, expect, it } from '@jest/globals';
import { type HubModelDetail, LIMITS, type SampleView } from '@visionary/contract';
import { PublishedVersions } from '@visionary/hub';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { UntrustedImages } from '@visionary/platform/images';
import { BlobStore } from '@visionary/platform/blobs';
import sharp from 'sharp';
import { ModeratedModels } from '../../libs/hub/use-cases/moderation/moderated-models.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { signUp, type SignedUp } from '../support/users.js';
import { publishModel } from '../support/published-models.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

type Refused = { code?: string };

const aImage = (red: number, side = 64) =>
  sharp({ create: { width: side, height: side / 2, channels: 3, background: { r: red, g: 9, b: 9 } } })
    .withExif({ IFD0: { Copyright: 'SECRET' } })
    .jpeg()
    .toBuffer();

describe.each(DIALECTS)('samples in %s', (dialect) => {
  let app: RunningApp;
  let ann: SignedUp;
  let bob: SignedUp;
  let visitor: HttpClient;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [ann, bob] = [await signUp(app.url, `Ann ${dialect}`), await signUp(app.url, `Bob ${dialect}`)];
    visitor = new HttpClient(app.url);
  });

  const add = ({ client }: SignedUp, versionId: string, raw: Buffer) =>
    client.send<SampleView & Refused>('POST', `/api/hub/versions/${versionId}/samples`, undefined, {
      headers: { 'content-type': 'image/jpeg' },
      raw,
    });
  const read = async (id: string, client = visitor) =>
    (await client.get<HubModelDetail>(`/api/hub/models/${id}`)).body.model;

  it('[S79] model is rated adult when a sample is, and a forbidden sample is rejected', async () => {
    const { model, version } = await publishModel(app, { creator: ann, kind: 'lora', name: `Rue ${dialect}` });
    const revision = await app.get(PublishedVersions).revision();
    const strange = app.get(UntrustedImages);
    strange.setCheck(() => Promise.reject(new Rejection('SAFETY_IMAGE_REJECTED', { category: 'red', score: 1 })));
    const refused = await add(ann, version.id, await aImage(50));
    strange.setCheck(() => Promise.resolve('adult'));
    const { body: sample } = await add(ann, version.id, await aImage(51));
    strange.setCheck(() => Promise.resolve('everyone'));
    expect(refused.body).toMatchObject({ code: 'SAFETY_IMAGE_REJECTED' });
    expect(await app.get(PublishedVersions).revision()).toBe(revision + 1);
    expect(await read(model.id, bob.client)).toMatchObject({ contentRating: 'adult', samples: [{ id: sample.id }] });
    expect(await read(model.id)).toBeUndefined();
    const bytes = await Promise.all([visitor, bob.client].map((client) => client.get(sample.url)));
    expect(bytes.map(({ status }) => status)).toEqual([404, 200]);
    expect(bytes[1]?.headers['cache-control']).toBe('private, no-cache');
    const setRating = async (contentRating: string) =>
      (await ann.client.patch<Refused>(`/api/hub/models/${model.id}`, { contentRating })).body.code;
    expect(await setRating('everyone')).toBe('HUB_CONTENT_RATING_TOO_LOW');
    const moderated = app.get(ModeratedModels);
    await app.get(UnitOfWork).run(() => moderated.setRating({ kind: 'model', id: model.id }, 'everyone'));
    expect([await setRating('adult'), await setRating('everyone')]).toEqual([undefined, undefined]);
  });

  it('[M91] [B132] [M176] uploaded sample is re-encoded, and lists show its thumbnail without a change of the list', async () => {
    const { model, version } = await publishModel(app, { creator: ann, kind: 'lora', name: `Sage ${dialect}` });
    const revision = await app.get(PublishedVersions).revision();
    const { status, body } = await add(ann, version.id, await aImage(200, 2_048));
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { width: 1024, height: 512, isUploaded: true, prompt: '' },
    });
    const second = (await add(ann, version.id, await aImage(90))).body;
    expect(await app.get(PublishedVersions).revision()).toBe(revision);
    const detail = await read(model.id);
    expect(detail.versions[0]?.samples.map(({ id }) => id)).toEqual([body.id, second.id]);
    expect(detail.samples[0]?.url).toBe(body.url);
    const image = await visitor.get<string>(body.url);
    expect(image.status).toBe(200);
    expect(image.headers).toMatchObject({ 'content-type': 'image/webp', 'cache-control': 'public, max-age=3600' });
    expect(image.body).not.toContain('SECRET');
    const small = await visitor.get<string>(String(body.small?.url));
    expect([body.small?.width, second.small, small.status]).toEqual([480, undefined, 200]);
    expect(Number(small.headers['content-length'])).toBeLessThan(Number(image.headers['content-length']));
    const tag = String(image.headers.etag);
    expect((await visitor.get(body.url, { headers: { 'if-none-match': tag } })).status).toBe(304);
  });

  it('[M91] sample is rejected from other users, above the limit, and when it is no image', async () => {
    const { version } = await publishModel(app, { creator: ann, kind: 'lora', name: `Teal ${dialect}` });
    expect((await add(bob, version.id, await aImage(1))).body.code).toBe('HUB_NOT_CREATOR');
    expect((await add(ann, version.id, Buffer.from('no picture'))).body.code).toBe('HUB_IMAGE_UNREADABLE');
    const many = Array.from({ length: LIMITS.samplesPerVersion + 2 }, async (_, n) =>
      add(ann, version.id, await aImage(n + 2)),
    );
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(LIMITS.samplesPerVersion);
    expect(statuses.filter((status) => status !== 201)).toEqual([409, 409]);
  });

  it('[M92] removed sample is deleted with its file, and samples of an unpublished version are only for its creator', async () => {
    const { model, version } = await publishModel(app, { creator: ann, kind: 'lora', name: `Umber ${dialect}` });
    const [first, second] = [
      await add(ann, version.id, await aImage(210)),
      await add(ann, version.id, await aImage(211)),
    ];
    expect((await bob.client.delete<Refused>(`/api/hub/samples/${first.body.id}`)).body.code).toBe('HUB_NOT_CREATOR');
    const key = String((await visitor.get(first.body.url)).headers.etag).replaceAll('"', '');
    const large = await add(ann, version.id, await aImage(212, 1_024));
    const smallKey = String((await visitor.get(String(large.body.small?.url))).headers.etag).replaceAll('"', '');
    const sameKey = String((await visitor.get(String(large.body.small?.url))).headers.etag).replaceAll('"', '');
    expect([sameKey, smallKey === key]).toEqual([smallKey, false]);
    expect((await ann.client.delete(`/api/hub/samples/${large.body.id}`)).status).toBe(204);
    expect((await ann.client.delete(`/api/hub/samples/${first.body.id}`)).status).toBe(204);
    expect((await visitor.get<Refused>(first.body.url)).body.code).toBe('HUB_FILE_NOT_FOUND');
    const blobs = app.get(BlobStore);
    await eventually('its file is gone', async () => (await blobs.sizeOf(key)) === null);
    await eventually('so is the small one', async () => (await blobs.sizeOf(smallKey)) === null);
    await ann.client.patch(`/api/hub/versions/${version.id}`, { state: 'unpublished' });
    expect((await visitor.get(second.body.url)).status).toBe(404);
    const mine = await ann.client.get(second.body.url);
    expect([mine.status, mine.headers['cache-control']]).toEqual([200, 'private, no-cache']);
    await ann.client.delete(`/api/hub/models/${model.id}`);
    expect((await ann.client.get(second.body.url)).status).toBe(404);
  });
});
