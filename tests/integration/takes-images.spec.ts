import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ErrorView, LIMITS, type RoomView, type UploadView } from '@visionary/contract';
import sharp from 'sharp';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { createRoom, addMember, type ConnectedUser, connectUser } from '../support/rooms.js';

const solid = (width: number, height: number, background = '#cc3311') =>
  sharp({ create: { width, height, channels: 3, background } });

const PNG_BYTES = Buffer.from('89504e470d0a1a0a', 'hex');
const SCRIPT = '<script>alert(1)</script>';

/** A PNG that claims a size and holds next to nothing. */
const pngClaimingSide = async (side: number): Promise<Buffer> => {
  const png = await solid(1, 1).png().toBuffer();
  png.writeUInt32BE(side, 16);
  png.writeUInt32BE(side, 20);
  return png;
};

describe('UploadsController', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let open: RoomView;
  let hidden: RoomView;

  beforeAll(async () => {
    app = await bootApp();
    [ann, bob] = [await connectUser(app.url), await connectUser(app.url)];
    open = await createRoom(ann);
    hidden = await createRoom(ann, { visibility: 'private' });
  });

  const upload = (client: HttpClient, roomId: string, raw: Buffer, headers: Record<string, string> = {}) =>
    client.upload<UploadView & ErrorView>(`/api/rooms/${roomId}/uploads`, raw, headers);
  const fetched = async (url: string) => Buffer.from(await (await fetch(app.url + url)).arrayBuffer());

  it.each(['png', 'jpeg', 'webp'] as const)('[G23] re-encodes an upload as PNG when it is %s', async (kind) => {
    const file = await solid(90, 60).toFormat(kind).toBuffer();
    const { status, body } = await upload(ann.client, open.id, file, { 'content-type': 'application/octet-stream' });
    expect({ status, body }).toMatchObject({ status: 201, body: { width: 90, height: 60 } });
    const metadata = await sharp(await fetched(body.url)).metadata();
    expect(metadata).toMatchObject({ format: 'png', width: 90, height: 60, depth: 'uchar', space: 'srgb' });
  });

  it('[G23] rotates, scales down, and strips metadata of an upload', async () => {
    const exif = { IFD0: { Copyright: SCRIPT, ImageDescription: 'at home' } };
    const original = solid(3000, 600).withIccProfile('p3').withExif(exif).withMetadata({ orientation: 6 });
    const file = await original.jpeg().toBuffer();
    expect((await sharp(file).metadata()).orientation).toBe(6);
    expect(file.includes(SCRIPT)).toBe(true);
    const { body } = await upload(ann.client, open.id, file);
    const max = LIMITS.sidePixels.max;
    expect(body).toMatchObject({ height: max, width: Math.round((600 / 3000) * max) });
    const png = await fetched(body.url);
    const { exif: remainingExif, icc, xmp, orientation } = await sharp(png).metadata();
    expect([remainingExif, icc, xmp, orientation]).toEqual([undefined, undefined, undefined, undefined]);
    expect(png.includes(SCRIPT)).toBe(false);
  });

  it('[G23] drops data behind the end of an image', async () => {
    const file = Buffer.concat([await solid(8, 8).png().toBuffer(), Buffer.from(`${SCRIPT}PK\x03\x04`)]);
    const { body } = await upload(ann.client, open.id, file);
    expect((await fetched(body.url)).includes('script')).toBe(false);
  });

  it('[G23] keeps transparency, which masks need', async () => {
    const mask = sharp({
      create: { width: 16, height: 16, channels: 4, background: { r: 255, g: 255, b: 255, alpha: 0 } },
    });
    const { body } = await upload(ann.client, open.id, await mask.png().toBuffer());
    expect(await sharp(await fetched(body.url)).metadata()).toMatchObject({ channels: 4, hasAlpha: true });
  });

  it.each([
    ['SVG', () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`)],
    ['HTML', () => Buffer.from(`<!doctype html>${SCRIPT}`)],
    ['GIF', () => solid(4, 4).gif().toBuffer()],
    ['TIFF', () => solid(4, 4).tiff().toBuffer()],
    ['AVIF', () => solid(4, 4).avif().toBuffer()],
    ['only the first bytes of a PNG', () => PNG_BYTES],
    ['a PNG that goes on as SVG', () => Buffer.concat([PNG_BYTES, Buffer.from(`<svg>${SCRIPT}</svg>`)])],
    ['half a JPEG', async () => (await solid(400, 400).jpeg().toBuffer()).subarray(0, 300)],
    ['nothing', () => Buffer.alloc(0)],
  ])('[G23] rejects uploads that are %s', async (_what, make) => {
    const answer = await upload(ann.client, open.id, await make());
    expect(answer).toMatchObject({ status: 415, body: { code: 'GENERATION_IMAGE_UNREADABLE' } });
  });

  it('[G23] rejects an upload before decoding when it claims to be or is too large', async () => {
    const bomb = await upload(ann.client, open.id, await pngClaimingSide(30_000));
    expect(bomb).toMatchObject({
      status: 413,
      body: { code: 'TOO_LARGE', detail: { maxPixels: LIMITS.uploadPixels } },
    });
    const heavy = await upload(ann.client, open.id, Buffer.alloc(LIMITS.uploadBytes + 1, PNG_BYTES));
    expect(heavy).toMatchObject({ status: 413, body: { code: 'TOO_LARGE', detail: { max: LIMITS.uploadBytes } } });
    const packed = await upload(ann.client, open.id, PNG_BYTES, { 'content-encoding': 'gzip' });
    expect(packed).toMatchObject({ status: 400, body: { code: 'INVALID' } });
  });

  it('[G23] lets editors upload and viewers see, and hides uploads of a private room', async () => {
    const file = await solid(20, 20).png().toBuffer();
    const visitor = new HttpClient(app.url);
    const codes = async (roomId: string) => [
      (await upload(visitor, roomId, file)).body.code,
      (await upload(bob.client, roomId, file)).body.code,
    ];
    expect(await codes(open.id)).toEqual(['UNAUTHENTICATED', 'ROOMS_READ_ONLY']);
    expect(await codes(hidden.id)).toEqual(['ROOMS_NOT_FOUND', 'ROOMS_NOT_FOUND']);
    expect(await codes(randomUUID())).toEqual(['ROOMS_NOT_FOUND', 'ROOMS_NOT_FOUND']);

    const uploaded = (await upload(ann.client, open.id, file)).body;
    expect(await visitor.get(uploaded.url)).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'image/png',
        'cache-control': 'public, s-maxage=600, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      },
    });
    const etag = `"${createHash('sha256')
      .update(await fetched(uploaded.url))
      .digest('hex')}"`;
    expect((await visitor.get(uploaded.url, { headers: { 'if-none-match': etag } })).status).toBe(304);

    const secret = (await upload(ann.client, hidden.id, file)).body;
    expect((await ann.client.get(secret.url)).headers['cache-control']).toMatch(/^private/);
    for (const client of [visitor, bob.client]) {
      expect(await client.get(secret.url)).toMatchObject({ status: 404, body: { code: 'ROOMS_NOT_FOUND' } });
    }
    const elsewhere = secret.url.replace(hidden.id, open.id);
    expect(await ann.client.get(elsewhere)).toMatchObject({ body: { code: 'GENERATION_IMAGE_NOT_FOUND' } });
    await addMember(ann, bob, hidden.id);
    expect((await bob.client.get(secret.url)).status).toBe(200);
    expect((await upload(bob.client, hidden.id, file)).status).toBe(201);
  });

  it('[G23] limits uploads to thirty a minute per user', async () => {
    const eve = await connectUser(app.url);
    const room = await createRoom(eve);
    const answers = [];
    for (let index = 0; index < 31; index++) answers.push(await upload(eve.client, room.id, Buffer.from('x')));
    expect(answers.slice(0, 30).map(({ status }) => status)).toEqual(Array(30).fill(415));
    expect(answers[30]).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(answers[30]?.headers['retry-after'])).toBeGreaterThan(0);
  });
});
