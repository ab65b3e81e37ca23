import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderBlobStore } from './folder-blob-store.js';

const HELLO = Buffer.from('hello');
const HELLO_KEY = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

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

  it('[H17] keeps bytes under the hash of what they are', async () => {
    expect(await store.put(HELLO)).toBe(HELLO_KEY);
    expect(await read(HELLO_KEY)).toEqual({ bytes: 5, text: 'hello' });
  });

  it('[H17] takes the same content at once from many and leaves one file', async () => {
    await Promise.all(Array.from({ length: 20 }, () => store.put(HELLO)));
    expect(await readdir(join(root, '2c'))).toEqual([HELLO_KEY]);
  });

  it('knows nothing of what was deleted or never put', async () => {
    await store.put(HELLO);
    await store.delete(HELLO_KEY);
    await store.delete(HELLO_KEY);
    expect(await store.open(HELLO_KEY)).toBeNull();
  });

  it.each(['', '../../etc/passwd', HELLO_KEY.toUpperCase(), `${HELLO_KEY}/..`, `2c/${HELLO_KEY}`])(
    '[H17] takes %j for no key',
    async (key) => {
      await store.put(HELLO);
      expect(await store.open(key)).toBeNull();
    },
  );
});
