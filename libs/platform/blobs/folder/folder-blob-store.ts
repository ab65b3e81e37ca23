import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, link, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobStore, type ByteRange, type StreamWriter, type StoredBlob, type OpenedBlob } from '../blob-store.js';
import { isKey, contentKey, contentKeyOfFile, requireKey } from '../content-key.js';
import { FreeSpace } from '../free-space.js';
import { FileStreamer } from './file-streamer.js';
import { isMissing, moveFile, writeAtomically } from './files.js';
import { BlobLeases } from './blob-leases.js';
import { PartialFileCleaner } from './partial-file-cleaner.js';

const READ_BATCH_SIZE = 256 * 1024;
const SUBFOLDER = /^[0-9a-f]{2}$/;

/**
 * Stores blobs as files under `root`, in subfolders by the first two digits. Files appear atomically, even on power
 * failure.
 */
export class FolderBlobStore extends BlobStore {
  /** In a folder beside the subfolders. */
  private readonly blobLeases: BlobLeases;
  private readonly partialFileCleaner: PartialFileCleaner;
  private readonly fileStreamer = new FileStreamer();

  constructor(
    private readonly root: string,
    private readonly freeSpace = new FreeSpace(root, 0),
  ) {
    super();
    this.blobLeases = new BlobLeases(join(root, 'held'));
    this.partialFileCleaner = new PartialFileCleaner(root);
  }

  get hasSpace(): boolean {
    return this.freeSpace.isWritable && !this.freeSpace.isLow;
  }

  requireSpace(bytes: number): Promise<void> {
    return this.freeSpace.require(bytes);
  }

  async lease<T>(content: Uint8Array, use: (key: string) => Promise<T>): Promise<T> {
    const key = contentKey(content);
    return this.whileLeased(key, async () => {
      const path = this.pathOf(key);
      if (!(await this.touch(key))) {
        await this.freeSpace.require(content.byteLength);
        await writeAtomically(path, content);
      }
      return use(key);
    });
  }

  async leaseFile<T>(path: string, key: string, use: (exists: boolean) => Promise<T>): Promise<T> {
    requireKey(key);
    return this.whileLeased(key, async () => {
      const exists = await this.touch(key);
      await (exists ? rm(path, { force: true }) : moveFile(path, this.pathOf(key)));
      return use(exists);
    });
  }

  async leaseExisting<T>(key: string, use: () => Promise<T>): Promise<T | null> {
    if (!isKey(key)) return null;
    return this.whileLeased(key, async () => ((await this.touch(key)) ? use() : null));
  }

  async open(key: string, range?: ByteRange): Promise<OpenedBlob | null> {
    const file = await this.openFile(key);
    if (!file) return null;
    const { size } = await file.stat();
    const fileRange = range ? { start: range.from, end: range.to } : {};
    return { bytes: size, stream: file.createReadStream({ ...fileRange, highWaterMark: READ_BATCH_SIZE }) };
  }

  async createStreamWriter(key: string, range: ByteRange): Promise<StreamWriter | null> {
    const file = await this.openFile(key);
    return file && ((sink) => this.fileStreamer.stream(file, range, sink));
  }

  async sizeOf(key: string): Promise<number | null> {
    if (!isKey(key)) return null;
    return stat(this.pathOf(key)).then(
      ({ size }) => size,
      (error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      },
    );
  }

  async fetch(key: string, path: string): Promise<void> {
    requireKey(key);
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true });
    const blobPath = this.pathOf(key);
    // A hard link where possible. Nobody writes to either file.
    await link(blobPath, path).catch(async () => {
      await this.freeSpace.require((await stat(blobPath)).size, dirname(path));
      await copyFile(blobPath, path, constants.COPYFILE_FICLONE);
    });
    if ((await contentKeyOfFile(path)) === key) return;
    await rm(path, { force: true });
    throw new Error(`The blob ${key} is corrupted.`);
  }

  async *list(): AsyncIterable<StoredBlob> {
    for (const folder of await readdir(this.root).catch(() => [] as string[])) {
      if (!SUBFOLDER.test(folder)) continue;
      for (const key of await readdir(join(this.root, folder)).catch(() => [] as string[])) {
        if (!isKey(key)) continue;
        const stats = await stat(this.pathOf(key)).catch(() => null);
        if (stats) yield { key, bytes: stats.size, at: stats.mtimeMs };
      }
    }
  }

  /**
   * Renames the file before checking. Later leases don't find it and write it again; earlier ones are visible now as a
   * lease or a reference.
   */
  async drop(key: string, isNeeded: () => Promise<boolean>): Promise<boolean> {
    if (!isKey(key) || (await isNeeded())) return false;
    const path = this.pathOf(key);
    const asidePath = `${path}.${randomUUID()}.aside`;
    try {
      await rename(path, asidePath);
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
    let mayDelete = false;
    try {
      mayDelete = !(await this.blobLeases.isLeased(key)) && !(await isNeeded());
    } finally {
      await (mayDelete ? rm(asidePath, { force: true }) : rename(asidePath, path));
    }
    return mayDelete;
  }

  async cleanUp(): Promise<number> {
    return (await this.blobLeases.removeExpired()) + (await this.partialFileCleaner.clean(Date.now()));
  }

  /** @throws Rejection STORAGE_UNAVAILABLE if the folder can't be written */
  private whileLeased<T>(key: string, work: () => Promise<T>): Promise<T> {
    return this.freeSpace.write(() => this.blobLeases.whileLeased(key, work));
  }

  /** Updates the modification time, so that a blob stored again counts as new. */
  private async touch(key: string): Promise<boolean> {
    const now = new Date();
    return utimes(this.pathOf(key), now, now).then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return false;
        throw error;
      },
    );
  }

  private async openFile(key: string): Promise<FileHandle | null> {
    if (!isKey(key)) return null;
    return open(this.pathOf(key), 'r').catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
  }

  private pathOf(key: string): string {
    return join(this.root, key.slice(0, 2), key);
  }
}
