import { mkdtemp, readdir, readFile, rm, truncate, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderBlobStore } from './folder-blob-store.js';

const HELLO = Buffer.from('hello');
const HELLO_KEY = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

const isNotNeeded = async () => false;

describe('FolderBlobStore', () => {
  let root: string;
  let store: FolderBlobStore;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'visionary-blobs-'));
    store = new FolderBlobStore(root);
  });
  afterEach(() => rm(root, { recursive: true }));

  const read = async (key: string) => {
    const blob = await store.open(key);
    return blob && { bytes: blob.bytes, text: (await buffer(blob.stream)).toString() };
  };

  it('[H17] stores bytes under the hash of their content', async () => {
    expect(await store.put(HELLO)).toBe(HELLO_KEY);
    expect(await read(HELLO_KEY)).toEqual({ bytes: 5, text: 'hello' });
  });

  it('[M144] verifies hashes of large files concurrently, and rejects corrupted ones', async () => {
    const contents = [1, 2, 3].map((n) => Buffer.alloc(2 ** 21 + n, n));
    const keys = await Promise.all(contents.map((content) => store.put(content)));
    const targetOf = (n: number) => join(root, 'laid-out', String(n));
    await Promise.all(keys.map((key, n) => store.fetch(key, targetOf(n))));
    for (const [n, content] of contents.entries()) expect((await readFile(targetOf(n))).equals(content)).toBe(true);
    const [key = ''] = keys;
    await truncate(join(root, key.slice(0, 2), key), 2 ** 21);
    await expect(store.fetch(key, targetOf(0))).rejects.toThrow('is corrupted');
    await expect(store.fetch(HELLO_KEY, targetOf(0))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('[H17] stores one file when the same content is put concurrently', async () => {
    await Promise.all(Array.from({ length: 20 }, () => store.put(HELLO)));
    expect(await readdir(join(root, '2c'))).toEqual([HELLO_KEY]);
  });

  it('[H19] keeps blobs that are referenced or leased on any node', async () => {
    const other = new FolderBlobStore(root);
    await store.put(HELLO);
    await store.drop(HELLO_KEY, async () => true);
    await other.lease(HELLO, () => store.drop(HELLO_KEY, isNotNeeded));
    expect(await read(HELLO_KEY)).toEqual({ bytes: 5, text: 'hello' });
    await store.drop(HELLO_KEY, isNotNeeded);
    expect([await read(HELLO_KEY), await readdir(join(root, '2c')), await readdir(join(root, 'held'))]).toEqual([
      ...[null, [], []],
    ]);
  });

  it.each([1, 2])('[H19] loses nothing when it becomes referenced during check %i', async (checkNumber) => {
    const other = new FolderBlobStore(root);
    await store.put(HELLO);
    let [checks, isNeeded] = [0, false];
    await store.drop(HELLO_KEY, async () => {
      const wasNeeded = isNeeded;
      if (++checks === checkNumber) await other.lease(HELLO, async () => void (isNeeded = true));
      return wasNeeded;
    });
    expect(await read(HELLO_KEY)).toEqual({ bytes: 5, text: 'hello' });
    expect(await readdir(join(root, '2c'))).toEqual([HELLO_KEY]);
  });

  it('[H19] restores a blob when references cannot be queried, and ignores expired leases', async () => {
    await store.put(HELLO);
    let checks = 0;
    const failOnSecondCheck = async () => {
      if (++checks === 2) throw new Error('the database is unavailable');
      return false;
    };
    await expect(store.drop(HELLO_KEY, failOnSecondCheck)).rejects.toThrow('unavailable');
    expect(await read(HELLO_KEY)).not.toBeNull();
    await store.lease(HELLO, async () => {
      const [lease] = await readdir(join(root, 'held'));
      const longAgo = new Date(Date.now() - 2 * 3_600_000);
      await utimes(join(root, 'held', lease ?? ''), longAgo, longAgo);
      await store.drop(HELLO_KEY, isNotNeeded);
    });
    expect(await read(HELLO_KEY)).toBeNull();
  });

  it('returns null for blobs that were dropped', async () => {
    await store.put(HELLO);
    await store.drop(HELLO_KEY, isNotNeeded);
    await store.drop(HELLO_KEY, isNotNeeded);
    expect(await store.open(HELLO_KEY)).toBeNull();
  });

  it.each(['', '../../etc/passwd', HELLO_KEY.toUpperCase(), `${HELLO_KEY}/..`, `2c/${HELLO_KEY}`])(
    '[H17] rejects %j as a key',
    async (key) => {
      await store.put(HELLO);
      expect(await store.open(key)).toBeNull();
    },
  );
});
