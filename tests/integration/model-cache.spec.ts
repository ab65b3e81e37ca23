import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ModelResourceCache } from '../../apps/renderer/src/model-resources.js';
import { folderHash } from '../../libs/diffusion/model-files.js';
import type { Manifest } from '../../libs/generation/domain/manifest.js';
import { ModelDownloadError } from '../../libs/generation/api/renderer/cache/fetch-manifest.js';
import { FolderBlobStore } from '../../libs/platform/blobs/folder/folder-blob-store.js';
import { TINY_SD } from '../golden/vectors.js';
import { onCleanup } from '../support/cleanup.js';
import { newBlobStore, newModelCache, GENEROUS, storeModel } from '../support/hub-files.js';

const KIB = 1024;

/** Fetches when the test releases it, and counts. */
class GatedStore extends FolderBlobStore {
  fetched = 0;
  gate: Promise<void> = Promise.resolve();
  trouble: Error | undefined;
  private begin = (): void => {};
  readonly begun = new Promise<void>((resolve) => (this.begin = resolve));

  override async fetch(key: string, path: string): Promise<void> {
    this.fetched += 1;
    this.begin();
    await this.gate;
    if (this.trouble) throw this.trouble;
    await super.fetch(key, path);
  }
}

const aFolder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'visionary-cache-'));
  onCleanup(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
const fetchOptions = (signal = new AbortController().signal) => ({ signal, onBytes: () => undefined });

/** A version of one file, with an arbitrary hash. */
const aVersion = async (blobs: FolderBlobStore, bytes = KIB): Promise<Manifest> => {
  const sha256 = await blobs.put(randomBytes(bytes));
  return { hash: sha256, files: [{ path: 'unet/model.onnx', sha256, bytes }] };
};
/** The files in the folder, without usage marks. */
const lying = (dir: string) =>
  readdirSync(dir)
    .filter((name) => !name.endsWith('.held'))
    .sort();

describe('ModelCache', () => {
  it('[M60] downloads a model whose folder has the hash of its version', async () => {
    const blobs = newBlobStore();
    const manifest = await storeModel(blobs, TINY_SD);
    const progress: number[] = [];
    const fetched = await newModelCache(blobs).fetchModel(manifest, {
      ...fetchOptions(),
      onBytes: (bytes) => void progress.push(bytes),
    });
    expect(await folderHash(fetched.dir)).toBe(manifest.hash);
    expect(progress.at(-1)).toBe(manifest.files.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  it('[M171] counts tokens of a checkpoint that is not cached, and downloads nothing for it', async () => {
    const blobs = new GatedStore(aFolder());
    const sha256 = await blobs.put(randomBytes(KIB));
    const manifest = { hash: sha256, files: [{ path: 'ink.safetensors', sha256, bytes: KIB }] };
    const { dir } = await newModelCache(blobs).fetchTokenizer(manifest, fetchOptions());
    expect(blobs.fetched).toBe(0);
    const request = { type: 'count', requestId: 1, modelDir: dir, texts: ['a red fox', ''] } as const;
    const { counts } = (await new ModelResourceCache(1).count(request)) as { counts: unknown };
    expect(counts).toEqual([
      { tokens: 3, limit: 75 },
      { tokens: 0, limit: 75 },
    ]);
  });

  it('[M62] downloads once for concurrent callers, and not again', async () => {
    const blobs = new GatedStore(aFolder());
    const manifest = await aVersion(blobs);
    const cache = newModelCache(blobs);
    const all = await Promise.all([1, 2, 3].map(() => cache.fetchModel(manifest, fetchOptions())));
    await cache.fetchModel(manifest, fetchOptions());
    expect(new Set(all.map(({ dir }) => dir)).size).toBe(1);
    expect(blobs.fetched).toBe(1);
  });

  it('[M62] aborts a download when the last caller leaves', async () => {
    const blobs = new GatedStore(aFolder());
    const [one, two] = [await aVersion(blobs), await aVersion(blobs)];
    const both = { hash: one.hash, files: [...one.files, { ...two.files[0]!, path: 'unet/weights' }] };
    let open = (): void => {};
    blobs.gate = new Promise((resolve) => (open = resolve));
    const dir = aFolder();
    const cache = newModelCache(blobs, GENEROUS, dir);
    const [first, second] = [new AbortController(), new AbortController()];
    const fetched = [
      cache.fetchModel(both, fetchOptions(first.signal)),
      cache.fetchModel(both, fetchOptions(second.signal)),
    ];
    await blobs.begun;
    const refused = expect(fetched[0]).rejects.toThrow('away');
    first.abort(new Error('away'));
    await refused;
    const alsoRefused = expect(fetched[1]).rejects.toThrow('away');
    second.abort(new Error('away'));
    await alsoRefused;
    open();
    // The next request starts a new download.
    const again = await cache.fetchModel(both, fetchOptions());
    expect(blobs.fetched).toBe(3);
    again.release();
    // Nothing of the first download remains after its pending file has arrived.
    while (lying(dir).length > 1) await nextTurn();
    expect(lying(dir)).toEqual([one.hash]);
  });

  it('[M63] evicts the least recently used entries, never leased ones, within its budget', async () => {
    const blobs = newBlobStore();
    const dir = aFolder();
    const cache = newModelCache(blobs, 3 * KIB, dir);
    const versions = await Promise.all([1, 2, 3, 4].map(() => aVersion(blobs)));
    const [a, b, c, d] = versions.map(({ hash }) => hash);
    const inUse = await cache.fetchModel(versions[0]!, fetchOptions());
    for (const at of [1, 2]) (await cache.fetchModel(versions[at]!, fetchOptions())).release();
    // File times have the resolution of the disk.
    [a!, b!, c!].forEach((hash, at) => utimesSync(join(dir, hash), at + 1, at + 1));
    (await cache.fetchModel(versions[3]!, fetchOptions())).release();
    expect(lying(dir)).toEqual([a!, c!, d!].sort());
    inUse.release();
    const other = newModelCache(blobs, 3 * KIB, dir);
    const held = await Promise.all([0, 2, 3].map((at) => other.fetchModel(versions[at]!, fetchOptions())));
    // Another process that shares the folder sees the leases.
    await expect(cache.fetchModel(versions[1]!, fetchOptions())).rejects.toThrow(
      /the renderer keeps 1 MiB of models at once/,
    );
    expect(lying(dir)).toEqual([a!, c!, d!].sort());
    for (const one of held) one.release();
  });

  it('[M63] rejects a model that is larger than the budget', async () => {
    const blobs = newBlobStore();
    const dir = aFolder();
    const cache = newModelCache(blobs, 2 * KIB, dir);
    (await cache.fetchModel(await aVersion(blobs), fetchOptions())).release();
    const before = lying(dir);
    await expect(cache.fetchModel(await aVersion(blobs, 3 * KIB), fetchOptions())).rejects.toThrow(ModelDownloadError);
    expect(lying(dir)).toEqual(before);
  });

  it('[M64] leaves nothing when a file is missing, damaged, or has another size', async () => {
    const root = aFolder();
    const blobs = newBlobStore(root);
    const dir = aFolder();
    const cache = newModelCache(blobs, GENEROUS, dir);
    const [good, bad] = [await aVersion(blobs), await aVersion(blobs)];
    const both = { hash: good.hash, files: [...good.files, { ...bad.files[0]!, path: 'unet/weights' }] };
    const blob = join(root, bad.hash.slice(0, 2), bad.hash);
    const bytes = await readFile(blob);
    writeFileSync(blob, Buffer.concat([bytes.subarray(1), bytes.subarray(0, 1)]));
    await expect(cache.fetchModel(both, fetchOptions())).rejects.toThrow(/unet\/weights could not be fetched/);
    await rm(blob);
    await expect(cache.fetchModel(both, fetchOptions())).rejects.toThrow('unet/weights is no longer stored.');
    await blobs.put(bytes);
    const longer = { ...both, files: both.files.map((file) => ({ ...file, bytes: file.bytes + 1 })) };
    await expect(cache.fetchModel(longer, fetchOptions())).rejects.toThrow(/has 1024 bytes, not the 1025/);
    expect(lying(dir)).toEqual([]);
    (await cache.fetchModel(both, fetchOptions())).release();
    expect(lying(dir)).toEqual([good.hash]);
  });

  it('[M64] makes room once when the disk is full, then fails', async () => {
    const blobs = new GatedStore(aFolder());
    const dir = aFolder();
    const cache = newModelCache(blobs, GENEROUS, dir);
    (await cache.fetchModel(await aVersion(blobs), fetchOptions())).release();
    const next = await aVersion(blobs);
    blobs.trouble = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    await expect(cache.fetchModel(next, fetchOptions())).rejects.toThrow(/The disk of the renderer is full/);
    expect(lying(dir)).toEqual([]);
  });

  it('[M61] removes leftovers of crashed processes, and downloads incomplete entries again', async () => {
    const blobs = newBlobStore();
    const dir = aFolder();
    const [one, two] = [await aVersion(blobs), await aVersion(blobs)];
    const mark = `${one.hash}.${randomUUID()}.part`;
    await mkdir(join(dir, mark, 'unet'), { recursive: true });
    await mkdir(join(dir, `${one.hash}.${randomUUID()}.gone`));
    writeFileSync(join(dir, `${mark}.${randomUUID()}.held`), '');
    const long = new Date(Date.now() - 10 * 60_000);
    for (const name of readdirSync(dir)) utimesSync(join(dir, name), long, long);
    const cache = newModelCache(blobs, GENEROUS, dir);
    const fetched = await cache.fetchModel(one, fetchOptions());
    expect(lying(dir)).toEqual([one.hash]);
    fetched.release();
    await rm(join(fetched.dir, 'unet/model.onnx'));
    (await cache.fetchModel(one, fetchOptions())).release();
    expect(existsSync(join(fetched.dir, 'unet/model.onnx'))).toBe(true);
    const second = await cache.fetchModel(two, fetchOptions());
    // It may be hard-linked to the file of the store.
    const file = join(second.dir, 'unet/model.onnx');
    const bytes = await readFile(file);
    await rm(file);
    writeFileSync(file, bytes);
    await truncate(file, 3);
    second.release();
    (await cache.fetchModel(two, fetchOptions())).release();
    expect((await readFile(file)).length).toBe(KIB);
  });

  it('[M60] rejects paths outside of its folder', async () => {
    const blobs = newBlobStore();
    const { hash, files } = await aVersion(blobs);
    const dir = aFolder();
    const cache = newModelCache(blobs, GENEROUS, dir);
    for (const path of ['../out', '/etc/out', 'unet/../../out', 'a\\b', '.hidden', '']) {
      await expect(cache.fetchModel({ hash, files: [{ ...files[0]!, path }] }, fetchOptions())).rejects.toThrow(
        ModelDownloadError,
      );
    }
    await expect(cache.fetchModel({ hash: '../out', files }, fetchOptions())).rejects.toThrow(RangeError);
    expect(lying(dir)).toEqual([]);
    expect(existsSync(join(dir, '..', 'out'))).toBe(false);
  });
});
