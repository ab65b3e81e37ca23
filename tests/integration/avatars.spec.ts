import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MeView } from '@visionary/contract';
import sharp from 'sharp';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { signUp, deleteAccount } from '../support/users.js';
import { connectUser } from '../support/rooms.js';
import { solidPng } from '../support/test-images.js';

const UNREADABLE = { status: 415, body: { code: 'ACCOUNTS_AVATAR_UNREADABLE' } };

/** Left half red, right half blue, as it is stored. */
const twoHalves = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#f00' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: '#00f' } }, left: width / 2, top: 0 },
  ]);

describe('avatars', () => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await bootApp();
  });
  const upload = (client: HttpClient, raw: Buffer, query = '') =>
    client.send<MeView>('PUT', `/api/me/avatar${query}`, undefined, { raw, headers: { 'content-type': 'image/png' } });
  const fetched = async (path: string) => {
    const answer = await fetch(server.url + path);
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const colours = async (bytes: Buffer) => {
    const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => ((data[(y * 256 + x) * 3] ?? 0) > 128 ? 'red' : 'blue');
    return [at(20, 128), at(235, 128), at(128, 20), at(128, 235)];
  };

  it('[A18] an avatar is cropped, re-encoded and served publicly with a permanent URL', async () => {
    const { client, me } = await signUp(server.url, 'Portrait');
    const { status, body } = await upload(client, await twoHalves(600, 400).png().toBuffer());
    expect({ status, image: body.image }).toEqual({
      status: 200,
      image: expect.stringMatching(new RegExp(`^/api/users/${me.id}/avatar/[0-9a-f]{64}$`)),
    });
    const { answer, bytes } = await fetched(body.image ?? '');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, s-maxage=600, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 });
    expect(await colours(bytes)).toEqual(['red', 'blue', expect.anything(), expect.anything()]);
    const etag = answer.headers.get('etag') ?? '';
    const again = await new HttpClient(server.url).get(body.image ?? '', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('[A18] an avatar is cropped to the chosen square of the upright image', async () => {
    const { client } = await signUp(server.url, 'Turned');
    // Orientation 6: displayed rotated by 90° clockwise, with red above and blue below.
    const turned = await twoHalves(600, 400).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer();
    const whole = await fetched((await upload(client, turned, '?x=0&y=100&side=400')).body.image ?? '');
    expect((await colours(whole.bytes)).slice(2)).toEqual(['red', 'blue']);
    const below = await fetched((await upload(client, turned, '?x=50&y=320&side=250')).body.image ?? '');
    expect(await colours(below.bytes)).toEqual(['blue', 'blue', 'blue', 'blue']);
    for (const square of ['?x=0&y=0&side=401', '?x=1&y=0&side=400', '?x=0&y=201&side=400']) {
      expect(await upload(client, turned, square)).toMatchObject({ status: 400, body: { code: 'INVALID' } });
    }
    for (const square of ['?x=-1&y=0&side=10', '?x=a', '?side=0', '?side=1e9', '?colour=red']) {
      expect(await upload(client, turned, square)).toMatchObject({ status: 400, body: { code: 'INVALID' } });
    }
  });

  it('[A18] an avatar keeps no metadata of the file', async () => {
    const { client } = await signUp(server.url, 'Careless');
    const secrets = { IFD0: { Copyright: 'SECRET-EXIF' }, IFD3: { GPSLatitudeRef: 'N' } };
    const exif = await twoHalves(300, 300).jpeg().withExif(secrets).withXmp('<x>SECRET-XMP</x>').toBuffer();
    const polyglot = Buffer.concat([
      await twoHalves(300, 300).png().toBuffer(),
      Buffer.from('<script>SECRET</script>'),
    ]);
    for (const file of [exif, polyglot]) {
      expect(file.includes('SECRET')).toBe(true);
      const { bytes } = await fetched((await upload(client, file)).body.image ?? '');
      expect(bytes.includes('SECRET')).toBe(false);
      expect(await sharp(bytes).metadata()).not.toHaveProperty('exif');
    }
  });

  it('[A18] an avatar is rejected before decoding when it is no image, too large, or has too many pixels', async () => {
    const { client, me } = await signUp(server.url, 'Hostile');
    const png = await twoHalves(64, 64).png().toBuffer();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const others = [svg, Buffer.from('<html><script>alert(1)</script>'), Buffer.from('GIF89a'), png.subarray(0, 60)];
    for (const file of [...others, Buffer.alloc(0)]) expect(await upload(client, file)).toMatchObject(UNREADABLE);
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    const refused = await upload(client, withHeaderSum(bomb));
    expect(refused).toMatchObject({ status: 413, body: { code: 'TOO_LARGE', detail: { width: 60_000 } } });
    const huge = await upload(client, Buffer.concat([png, Buffer.alloc(17 * 1024 * 1024)])).catch(() => null);
    expect(huge?.status ?? 413).toBe(413);
    expect((await client.get<{ me: MeView }>('/api/me')).body.me).toEqual(me);
    expect(await upload(new HttpClient(server.url), png)).toMatchObject({ status: 401 });
  });

  it('[A18] a new avatar reaches all clients and the previous one is deleted', async () => {
    const ann = await connectUser(server.url);
    const visitor = await connect(server.url);
    const changed = () => visitor.next('users.profileChanged', ({ user }) => user.id === ann.me.id);
    const first = changed();
    const { body } = await upload(ann.client, await twoHalves(80, 80).png().toBuffer());
    expect((await first).user).toEqual({ id: ann.me.id, name: ann.me.name, image: body.image });
    const second = changed();
    const removed = await ann.client.delete<MeView>('/api/me/avatar');
    expect(removed.body).not.toHaveProperty('image');
    expect((await second).user).toEqual({ id: ann.me.id, name: ann.me.name });
    expect((await fetched(body.image ?? '')).answer.status).toBe(404);
    expect((await fetched(`/api/users/${ann.me.id}/avatar/${'0'.repeat(64)}`)).answer.status).toBe(404);
  });

  it('[A18] [A27] the disk holds one avatar per user, also after concurrent uploads, and none when the account is deleted', async () => {
    const apart = await bootApp();
    const [ann, bob] = [await signUp(apart.url, 'Ann'), await signUp(apart.url, 'Bob')];
    const files = await Promise.all(['#200', '#400', '#600', '#800'].map((color) => solidPng(64, 64, color)));
    await Promise.all(files.map((file) => upload(ann.client, file)));
    const kept = () => {
      const all = readdirSync(join(apart.config.dataDir, 'blobs'), { recursive: true }).map(String);
      return all.map((path) => basename(path)).filter((name) => name.length === 64);
    };
    const { body } = await ann.client.get<{ me: MeView }>('/api/me');
    expect(kept()).toEqual([body.me.image?.split('/').at(-1)]);
    await upload(bob.client, files[0] as Buffer);
    await upload(ann.client, files[0] as Buffer);
    await deleteAccount(ann);
    expect(kept()).toHaveLength(1);
    await deleteAccount(bob);
    expect(kept()).toEqual([]);
  });
});

/** CRC-32 of the header chunk, so that only the size is wrong. */
function withHeaderSum(png: Buffer): Buffer {
  let crc = 0xffffffff;
  for (const byte of png.subarray(12, 29)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  png.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 29);
  return png;
}
