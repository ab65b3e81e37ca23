import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type BlobStore, createBlobStore } from '@visionary/platform/blobs';
import { FakeS3 } from '../support/fake-s3.js';
import { freshFolder } from '../support/services.js';
import { verifyBucket } from '../../libs/platform/blobs/s3/verify-bucket.js';
import { ConfigError } from '@visionary/platform/config';

const HELLO = Buffer.from('hello');
const HELLO_KEY = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const NO_KEYS = ['', '../../etc/passwd', HELLO_KEY.toUpperCase(), `${HELLO_KEY}/..`, `2c/${HELLO_KEY}`];
const MIB = 1024 * 1024;

const nobody = async () => false;
const keyOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

let standIn: FakeS3;

const stores = {
  folder: async () => {
    const dataDir = freshFolder();
    return () => createBlobStore({ s3: undefined, dataDir });
  },
  S3: async () => {
    standIn = await FakeS3.start();
    return () => createBlobStore({ s3: standIn.settings, dataDir: freshFolder() });
  },
};

describe.each(Object.entries(stores))('blobs in %s', (_where, begin) => {
  let another: () => BlobStore;
  let store: BlobStore;

  beforeEach(async () => {
    another = await begin();
    store = another();
  });

  const read = async (key: string, range?: { from: number; to: number }) => {
    const blob = await store.open(key, range);
    return blob && { bytes: blob.bytes, text: (await buffer(blob.stream)).toString() };
  };
  const all = async () => {
    const found = [];
    for await (const { key, bytes } of store.list()) found.push({ key, bytes });
    return found;
  };
  const aFile = async (content: Uint8Array) => {
    const path = join(freshFolder(), 'file');
    await writeFile(path, content);
    return path;
  };

  it('[M40] store content under its hash, once however often and wherever it is uploaded', async () => {
    await Promise.all(Array.from({ length: 20 }, () => another().put(HELLO)));
    expect(await store.put(HELLO)).toBe(HELLO_KEY);
    expect(await read(HELLO_KEY)).toEqual({ bytes: 5, text: 'hello' });
    expect(await all()).toEqual([{ key: HELLO_KEY, bytes: 5 }]);
    expect(await store.sizeOf(HELLO_KEY)).toBe(5);
  });

  it('[M40] return any range, with the total size', async () => {
    await store.put(HELLO);
    expect(await read(HELLO_KEY, { from: 1, to: 3 })).toEqual({ bytes: 5, text: 'ell' });
    expect(await read(HELLO_KEY, { from: 4, to: 4 })).toEqual({ bytes: 5, text: 'o' });
  });

  it('[M40] store empty content', async () => {
    const key = await store.put(new Uint8Array(0));
    expect([await store.sizeOf(key), await read(key)]).toEqual([0, { bytes: 0, text: '' }]);
  });

  it('[M40] accept a file that needs several parts, and report when it exists already', async () => {
    const content = randomBytes(33 * MIB + 7);
    const key = keyOf(content);
    const path = await aFile(content);
    expect(await store.leaseFile(path, key, async (known) => known)).toBe(false);
    expect(existsSync(path)).toBe(false);
    const again = await aFile(content);
    expect(await store.leaseFile(again, key, async (known) => known)).toBe(true);
    expect(existsSync(again)).toBe(false);
    const out = join(freshFolder(), 'deep', 'copy');
    await store.fetch(key, out);
    expect(keyOf(await readFile(out))).toBe(key);
    expect(await all()).toEqual([{ key, bytes: content.length }]);
  });

  it('[M40] report a missing blob as missing', async () => {
    await store.put(HELLO);
    await store.drop(HELLO_KEY, nobody);
    for (const key of [HELLO_KEY, ...NO_KEYS]) {
      expect([key, await store.open(key), await store.sizeOf(key)]).toEqual([key, null, null]);
      expect(await store.leaseExisting(key, async () => 'held')).toBeNull();
      expect(await store.drop(key, nobody)).toBe(false);
    }
    const out = join(freshFolder(), 'copy');
    await expect(store.fetch(HELLO_KEY, out)).rejects.toThrow();
    expect(existsSync(out)).toBe(false);
    await expect(store.leaseFile(await aFile(HELLO), '../x', nobody)).rejects.toThrow(RangeError);
  });

  it('[M41] keep a blob that is referenced or leased on any node, or whose references can’t be read', async () => {
    await store.put(HELLO);
    expect(await store.drop(HELLO_KEY, async () => true)).toBe(false);
    const path = await aFile(HELLO);
    await another().leaseFile(path, HELLO_KEY, async () => void (await store.drop(HELLO_KEY, nobody)));
    await another().leaseExisting(HELLO_KEY, async () => void (await store.drop(HELLO_KEY, nobody)));
    await another().lease(HELLO, async () => void (await store.drop(HELLO_KEY, nobody)));
    let looks = 0;
    const breaks = async () => {
      if (++looks === 2) throw new Error('the database is away');
      return false;
    };
    await expect(store.drop(HELLO_KEY, breaks)).rejects.toThrow('away');
    expect(await read(HELLO_KEY)).toEqual({ bytes: 5, text: 'hello' });
    expect(await store.drop(HELLO_KEY, nobody)).toBe(true);
    expect(await all()).toEqual([]);
  });

  it('[M41] keep a file that is stored while another caller drops it, repeatedly', async () => {
    const other = another();
    for (let round = 0; round < 30; round++) {
      const needed = { by: false };
      await store.put(HELLO);
      const path = await aFile(HELLO);
      await Promise.all([
        other.leaseFile(path, HELLO_KEY, async () => void (needed.by = true)),
        store.drop(HELLO_KEY, async () => needed.by),
      ]);
      expect([round, await read(HELLO_KEY)]).toEqual([round, { bytes: 5, text: 'hello' }]);
      await store.drop(HELLO_KEY, nobody);
    }
  });

  it('[M41] release a lease when its use fails', async () => {
    await expect(store.lease(HELLO, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await store.drop(HELLO_KEY, nobody)).toBe(true);
  });
});

describe('[M42] a bucket', () => {
  let store: BlobStore;
  beforeEach(async () => {
    standIn = await FakeS3.start();
    store = createBlobStore({ s3: standIn.settings, dataDir: freshFolder() });
  });
  afterEach(() => {
    standIn.before = () => undefined;
  });

  it('is retried when it responds with SlowDown', async () => {
    standIn.slowDowns = 2;
    expect(await store.put(HELLO)).toBe(HELLO_KEY);
    standIn.slowDowns = 2;
    expect(await store.sizeOf(HELLO_KEY)).toBe(5);
  });

  it('reports denied access, and stores nothing', async () => {
    const wrong = createBlobStore({ s3: { ...standIn.settings, secret: 'another' }, dataDir: freshFolder() });
    await expect(wrong.put(HELLO)).rejects.toThrow(/403/);
    const elsewhere = createBlobStore({ s3: { ...standIn.settings, bucket: 'no-such' }, dataDir: freshFolder() });
    await expect(elsewhere.open(HELLO_KEY)).rejects.toThrow(/NoSuchBucket/);
    await expect(elsewhere.list()[Symbol.asyncIterator]().next()).rejects.toThrow(/bucket/);
    expect(standIn.objects.size).toBe(0);
  });

  it('rejects a corrupted download', async () => {
    await store.put(HELLO);
    const kept = standIn.objects.get(`blobs/${HELLO_KEY}`)!;
    kept.content = Buffer.from('hullo');
    const out = join(freshFolder(), 'copy');
    await expect(store.fetch(HELLO_KEY, out)).rejects.toThrow(/corrupted/);
    expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, false]);
  });

  it('keeps no parts of an interrupted upload', async () => {
    let parts = 0;
    standIn.before = (method, name) => {
      if (method === 'PUT' && name.startsWith('blobs/') && ++parts > 1) throw new Error('cut');
    };
    const content = randomBytes(20 * MIB);
    const path = join(freshFolder(), 'file');
    await writeFile(path, content);
    await expect(store.leaseFile(path, keyOf(content), nobody)).rejects.toThrow();
    expect([standIn.uploads.size, standIn.objects.size, existsSync(path)]).toEqual([0, 0, true]);
  });

  it('is listed completely, also beyond one page', async () => {
    for (let n = 0; n < 1050; n++) {
      const content = Buffer.from(String(n));
      standIn.objects.set(`blobs/${keyOf(content)}`, { content, etag: '', at: n });
    }
    let found = 0;
    for await (const { at } of store.list()) if (at < 1050) found++;
    expect(found).toBe(1050);
  });

  it('[M46] aborts multipart uploads older than two days, and no others', async () => {
    const [two, one] = [2, 1].map((days) => Date.now() - days * 24 * 3_600_000 - 60_000);
    for (const [n, begunAt] of [two, one, two, two, one, two].entries()) {
      standIn.uploads.set(`upload ${n}`, Object.assign(new Map(), { name: `blobs/${HELLO_KEY}`, begunAt }));
    }
    standIn.uploads.set('of another', Object.assign(new Map(), { name: 'theirs', begunAt: two }));
    expect(await store.cleanUp()).toBe(4);
    expect([...standIn.uploads.keys()].sort()).toEqual(['of another', 'upload 1', 'upload 4']);
  });

  it('[M47] is verified at startup, which leaves no objects', async () => {
    await verifyBucket(standIn.settings);
    expect([...standIn.objects.keys()]).toEqual([]);
    const wrong = { ...standIn.settings, bucket: 'elsewhere' };
    await expect(verifyBucket(wrong)).rejects.toThrow(/^the bucket elsewhere at http.* can’t be used/);
    const unreachable = { ...standIn.settings, endpoint: 'http://127.0.0.1:1' };
    await expect(verifyBucket(unreachable)).rejects.toThrow(ConfigError);
    const forger = { ...standIn.settings, secret: 'another' };
    await expect(verifyBucket(forger)).rejects.toThrow(ConfigError);
  });

  it('deletes the lease objects of crashed nodes', async () => {
    await store.put(HELLO);
    const longAgo = Date.now() - 2 * 3_600_000;
    for (const kind of ['held', 'going']) {
      standIn.objects.set(`${kind}/${HELLO_KEY}/dead`, { content: Buffer.alloc(0), etag: '', at: longAgo });
    }
    expect(await store.put(HELLO)).toBe(HELLO_KEY);
    expect(await store.cleanUp()).toBe(2);
    expect([...standIn.objects.keys()]).toEqual([`blobs/${HELLO_KEY}`]);
    expect(await store.drop(HELLO_KEY, nobody)).toBe(true);
  });
});
