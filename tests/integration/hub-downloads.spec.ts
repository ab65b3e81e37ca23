import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HubModelDetail } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { fromBuffer, type Entry } from 'yauzl';
import { DownloadCounter } from '../../libs/hub/api/downloads/download-counter.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { createDraft, uploadFile, someWeights, checkDraft } from '../support/drafts.js';
import { HttpClient } from '../support/http-client.js';
import { signUp, type SignedUp } from '../support/users.js';
import { publishModel, type PublishedModel } from '../support/published-models.js';
import { FakeS3 } from '../support/fake-s3.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const WEIGHTS = randomBytes(3_000_000);
const FILES = new Map([
  ['unet/model.onnx', WEIGHTS],
  ['unet/empty.txt', Buffer.alloc(0)],
  ['水墨 说明.json', Buffer.from('{"水墨": true}')],
]);
/** In the order of their paths. */
const [EMPTY, WHOLE, CHINESE] = [0, 1, 2];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let app: RunningApp;
let ann: SignedUp;
let made: PublishedModel;

const fileUrl = (n: number) => `${app.url}/api/hub/versions/${made.version.id}/files/${n}`;
const zipUrl = () => `${app.url}/api/hub/versions/${made.version.id}/zip`;
const ask = async (url: string, headers: Record<string, string> = {}, method = 'GET') => {
  const answer = await fetch(url, { method, headers });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const setState = (state: 'published' | 'unpublished' | 'quarantined') =>
  app.get(Database).query().updateTable('hub_version').set({ state }).execute();

const stores = {
  folder: async () => ({}),
  S3: async () => ({ s3: (await FakeS3.start()).settings }),
};

describe.each(Object.entries(stores))('downloads from %s', (_store, begin) => {
  beforeAll(async () => {
    app = await bootApp(await begin());
    ann = await signUp(app.url, 'Ann');
    made = await publishModel(app, { creator: ann, name: '水墨 Ink', kind: 'weights', files: FILES });
  });

  it('[M50] download sends the whole file as an attachment under its name', async () => {
    const { status, headers, bytes } = await ask(fileUrl(WHOLE));
    expect([status, sha256(bytes)]).toEqual([200, sha256(WEIGHTS)]);
    expect(headers.get('etag')).toBe(`"${sha256(WEIGHTS)}"`);
    expect(headers.get('content-length')).toBe('3000000');
    expect(headers.get('accept-ranges')).toBe('bytes');
    expect(headers.get('content-disposition')).toBe('attachment; filename=model.onnx');
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const chinese = await ask(fileUrl(CHINESE));
    expect(chinese.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('水墨 说明.json')}`,
    );
    const plain = /filename="model-[0-9a-f]{10}\.json"; filename\*=/;
    expect(chinese.headers.get('content-disposition')).toMatch(plain);
    expect(chinese.headers.get('content-encoding')).toBeNull();
    expect((await ask(fileUrl(EMPTY))).bytes).toHaveLength(0);
  });

  it('[M136] download returns the uploaded bytes when the draft was published', async () => {
    const content = someWeights(136, 100_000);
    const { id } = await createDraft(ann.client);
    await ann.client.send('PUT', `/api/hub/drafts/${id}`, { name: 'Brought', label: '1.0', license: 'MIT' });
    await uploadFile(ann.client, id, 'brought.safetensors', content);
    expect(await checkDraft(ann.client, id)).toMatchObject({ state: 'ready' });
    const { status, body } = await ann.client.post<HubModelDetail>(`/api/hub/drafts/${id}/publish`);
    expect([status, body.model.versions[0]?.hash]).toEqual([201, sha256(content)]);
    const [file] = body.model.versions[0]?.files ?? [];
    expect((await ask(app.url + file?.url)).bytes.equals(content)).toBe(true);
  });

  it.each([
    ['bytes=0-99', 206, 0, 100],
    ['bytes=2999990-', 206, 2_999_990, 3_000_000],
    ['bytes=-5', 206, 2_999_995, 3_000_000],
    ['bytes=-9223372036854775808', 206, 0, 3_000_000],
    ['bytes=-0', 416, 0, 0],
    ['bytes=1000-9999999', 206, 1000, 3_000_000],
    ['bytes=0-1,5-6', 200, 0, 3_000_000],
    ['bytes=9-1', 416, 0, 0],
    ['bytes=3000000-', 416, 0, 0],
    ['lines=1-2', 200, 0, 3_000_000],
    ['bytes=x', 200, 0, 3_000_000],
  ])('[M50] range %s of a file is answered with %d', async (range, status, from, to) => {
    const answer = await ask(fileUrl(WHOLE), { range });
    expect([answer.status, answer.bytes.equals(WEIGHTS.subarray(from, to))]).toEqual([status, true]);
    if (status === 206) expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/3000000`);
    if (status === 416) expect(answer.headers.get('content-range')).toBe('bytes */3000000');
  });

  it('[M50] download resumes only the same file, and reports it as unchanged when the client has it', async () => {
    const [tag, range] = [`"${sha256(WEIGHTS)}"`, 'bytes=5-9'];
    expect((await ask(fileUrl(WHOLE), { range, 'if-range': tag })).status).toBe(206);
    expect((await ask(fileUrl(WHOLE), { range, 'if-range': '"another"' })).status).toBe(200);
    expect((await ask(fileUrl(WHOLE), { range, 'if-range': new Date().toUTCString() })).status).toBe(200);
    expect((await ask(fileUrl(WHOLE), { 'if-none-match': tag })).status).toBe(304);
    const head = await ask(fileUrl(WHOLE), {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([200, '3000000', 0]);
  });

  it('[M51] archive of a version can be read by other tools and in ranges', async () => {
    const { status, headers, bytes } = await ask(zipUrl());
    expect([status, headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(headers.get('content-length')).toBe(String(bytes.length));
    expect(headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('水墨 Ink 1.0.zip')}`);
    expect(await unzipped(bytes)).toEqual(
      new Map([...FILES].map(([path, content]) => [`水墨 Ink 1.0/${path}`, sha256(content)])),
    );
    const pieces: Buffer[] = [];
    const condition = { 'if-range': headers.get('etag') ?? '' };
    const cuts = [0, 1, 40, 1_000_000, 3_000_050, 3_000_200, bytes.length];
    for (const [index, from] of cuts.slice(0, -1).entries()) {
      const piece = await ask(zipUrl(), { range: `bytes=${from}-${cuts[index + 1]! - 1}`, ...condition });
      expect(piece.status).toBe(206);
      pieces.push(piece.bytes);
    }
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  });

  it('[M52] unpublished version is only for its creator, and a quarantined one for no one', async () => {
    const cookie = { cookie: ann.client.cookieHeader };
    await setState('unpublished');
    expect((await ask(fileUrl(WHOLE))).status).toBe(404);
    expect((await ask(zipUrl(), { cookie: (await signUp(app.url, 'Bob')).client.cookieHeader })).status).toBe(404);
    expect((await ask(fileUrl(WHOLE), cookie)).status).toBe(200);
    await setState('quarantined');
    expect([(await ask(fileUrl(WHOLE), cookie)).status, (await ask(zipUrl(), cookie)).status]).toEqual([404, 404]);
    await setState('published');
    const { body } = await new HttpClient(app.url).get<{ code: string }>(
      `/api/hub/versions/${made.version.id}/files/3`,
    );
    expect(body.code).toBe('HUB_FILE_NOT_FOUND');
    for (const path of ['no-id/zip', `${made.version.id}/files/-1`, `${made.version.id}/files/0x0`]) {
      expect((await ask(`${app.url}/api/hub/versions/${path}`)).status).toBe(400);
    }
  });
});

describe('blobs in a folder', () => {
  beforeAll(async () => {
    app = await bootApp();
    ann = await signUp(app.url, 'Ann');
    made = await publishModel(app, { creator: ann, kind: 'weights', files: FILES });
  });

  it('[M53] download leaves no file open when the client disconnects', async () => {
    const before = openBlobs(app.config.dataDir);
    const calls = await Promise.all([...Array(20).keys()].map((n) => half(n % 2 ? fileUrl(WHOLE) : zipUrl())));
    expect(openBlobs(app.config.dataDir)).toBeGreaterThan(before);
    for (const call of calls) call.destroy();
    await closed(() => openBlobs(app.config.dataDir) === before);
  });
});

describe.each(DIALECTS)('download counts in %s', (dialect) => {
  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    ann = await signUp(app.url, `Ann ${dialect}`);
  });

  const counted = async () => {
    await app.get(DownloadCounter).write();
    const { body } = await new HttpClient(app.url).get<HubModelDetail>(`/api/hub/models/${made.model.id}`);
    return [body.model.counts.downloads, body.model.versions[0]?.downloads];
  };

  it('[M54] user counts once a day when they download several files or resume', async () => {
    made = await publishModel(app, { creator: ann, kind: 'weights', files: FILES });
    const cookie = { cookie: ann.client.cookieHeader };
    await ask(fileUrl(WHOLE), {}, 'HEAD');
    await ask(fileUrl(WHOLE), { range: 'bytes=100-' });
    expect(await counted()).toEqual([0, 0]);
    await ask(fileUrl(WHOLE), cookie);
    await ask(zipUrl(), cookie);
    expect(await counted()).toEqual([1, 1]);
    await ask(fileUrl(CHINESE), cookie);
    await ask(fileUrl(WHOLE));
    expect(await counted()).toEqual([2, 2]);
  });

  it('[M54] 200 users count once each when they download at once from two nodes', async () => {
    made = await publishModel(app, {
      creator: ann,
      kind: 'weights',
      files: new Map([['a.json', Buffer.from(dialect)]]),
    });
    const { databaseUrl, dataDir } = app.config;
    const other = dialect === 'mysql' ? await bootApp({ databaseUrl, dataDir }) : app;
    const taken = async (n: number) => {
      const client = new HttpClient((n % 2 ? other : app).url, `127.0.1.${(n >> 1) + 1}`);
      return (await client.get(`/api/hub/versions/${made.version.id}/files/0`)).status;
    };
    const all = await Promise.all(Array.from({ length: 200 }, (_, n) => taken(n)));
    expect(all).toEqual(Array(200).fill(200));
    await Promise.all([app, other].map((node) => node.get(DownloadCounter).write()));
    expect(await counted()).toEqual([100, 100]);
  });
});

const half = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      answer.once('data', () => {
        answer.pause();
        resolve(answer);
      });
      answer.on('error', () => undefined);
    }).on('error', reject);
  });

/** No event reports when a file is closed; one that stays open fails by the deadline of the test. */
const closed = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
};

/** Files of the blob store that this process has open. */
const openBlobs = (dataDir: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(join(dataDir, 'blobs'));
    } catch {
      return false;
    }
  }).length;

const unzipped = (bytes: Buffer): Promise<Map<string, string>> =>
  new Promise((resolve, reject) => {
    const found = new Map<string, string>();
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('entry', (entry: Entry) => {
        zip.openReadStream(entry, (fault, stream) => {
          if (fault) return reject(fault);
          const hashed = createHash('sha256');
          stream.on('data', (chunk) => hashed.update(chunk as Buffer));
          stream.on('end', () => {
            found.set(entry.fileName, hashed.digest('hex'));
            zip.readEntry();
          });
        });
      });
      zip.on('end', () => resolve(found));
      zip.readEntry();
    });
  });
