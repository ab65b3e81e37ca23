import { type FileHandle, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { storageCodeOf } from '@visionary/kernel';
import { FreeSpace } from '@visionary/platform/blobs';
import { Config } from '@visionary/platform/config';
import type { Checksums } from '../../domain/drafts/draft-files.js';
import { BlockWriter, pumpInto } from './upload-stream/block-writer.js';
import { ChecksumWorkers, type StreamingChecksums } from './upload-stream/streaming-checksums.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_CACHED = 512;
/** The free space is checked again after this, because other uploads run meanwhile. */
const SPACE_CHECK_INTERVAL_BYTES = 64 * 1024 * 1024;
const SYNC_INTERVAL_BYTES = 64 * 1024 * 1024;

interface UploadPart {
  readonly id: string;
  readonly name: string;
  readonly offset: number;
  /** Bytes beyond this are an error. */
  readonly end: number;
  /** Whether the lease is still held. */
  readonly mayWrite: () => boolean;
}

interface CachedUpload {
  readonly checksums: StreamingChecksums;
  readonly fsync: PeriodicFsync;
}

/** Syncs a file to the disk while it is received, so that the last sync is short. */
class PeriodicFsync {
  private unsynced = 0;
  private syncing: Promise<void> = Promise.resolve();
  private isSyncing = false;

  recordWrite(bytes: number, file: FileHandle): void {
    this.unsynced += bytes;
    if (this.unsynced < SYNC_INTERVAL_BYTES || this.isSyncing) return;
    this.unsynced = 0;
    this.isSyncing = true;
    const done = () => void (this.isSyncing = false);
    // If it fails, the last sync fails too.
    this.syncing = file.datasync().then(done, done);
  }

  /** Closes the file after a running sync. Nothing waits for it, because only a complete file is durable. */
  closeAfterSync(file: FileHandle): void {
    void this.syncing.then(() => file.close()).catch(() => undefined);
  }
}

/** Keeps uploads in `uploads` in the data folder, which nodes may share. Checksums are cached by this process. */
@Injectable()
export class UploadFiles {
  readonly dir: string;
  private readonly cache = new Map<string, CachedUpload>();

  constructor(
    config: Config,
    private readonly freeSpace: FreeSpace,
    readonly checksumWorkers: ChecksumWorkers,
  ) {
    this.dir = join(config.dataDir, 'uploads');
  }

  /** Creates an empty file. @throws Rejection STORAGE_FULL if `bytes` would not fit, STORAGE_UNAVAILABLE */
  begin(id: string, bytes: number): Promise<void> {
    return this.freeSpace.write(async () => {
      await mkdir(this.dir, { recursive: true });
      await this.freeSpace.require(bytes, this.dir);
      await writeFile(this.pathOf(id), '');
    });
  }

  /** Bytes received; null if the file isn't on this disk. @throws Rejection STORAGE_UNAVAILABLE if the disk can't be read */
  async sizeOf(id: string): Promise<number | null> {
    const path = this.pathOf(id);
    try {
      return (await this.freeSpace.write(() => stat(path))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Absolute path. */
  pathOf(id: string): string {
    if (!ID.test(id)) throw new RangeError('no id');
    return join(this.dir, id);
  }

  /**
   * Appends a part. All received bytes are kept on any error. A complete file is synced to the disk.
   * @param source its chunks must not be used elsewhere
   * @returns the end of the file
   * @throws Rejection STORAGE_FULL, STORAGE_UNAVAILABLE; RangeError for too many bytes; LeaseLostError; errors of `source`
   */
  receive(part: UploadPart, source: Readable, onProgress: (at: number) => void): Promise<number> {
    return this.freeSpace.write(() => this.append(part, source, onProgress));
  }

  private async append(part: UploadPart, source: Readable, onProgress: (at: number) => void): Promise<number> {
    // The disk may have filled up since the upload was announced.
    await this.freeSpace.require(part.end - part.offset, this.dir);
    const { checksums, fsync } = await this.cachedUpTo(part);
    const file = await open(this.pathOf(part.id), 'r+');
    const writer = new BlockWriter(file, part.offset, checksums, part.mayWrite);
    try {
      await this.writeAll(part, source, writer, (bytes, at) => {
        fsync.recordWrite(bytes, file);
        onProgress(at);
      });
      if (writer.position === part.end) await file.datasync();
      return writer.position;
    } catch (error) {
      if (storageCodeOf(error)) {
        this.uncache(part.id);
        await file.truncate(writer.position);
      }
      throw error;
    } finally {
      if (checksums.byteCount !== writer.position) this.uncache(part.id);
      fsync.closeAfterSync(file);
    }
  }

  /** Checksums of the whole file. Reads the file if it was not received by this process. */
  async checksumsOf(id: string, name: string): Promise<Checksums> {
    const { size } = await stat(this.pathOf(id));
    // A second attempt, in case the thread crashed.
    for (let attempt = 0; attempt < 2; attempt++) {
      const result = await (await this.cachedUpTo({ id, name, offset: size })).checksums.result();
      this.uncache(id);
      if (result) return result;
    }
    throw new Error('An upload could not be hashed.');
  }

  async drop(id: string): Promise<void> {
    this.uncache(id);
    await rm(this.pathOf(id), { force: true });
  }

  /** Deletes files that are unchanged since `before` and unknown. @returns how many */
  async dropUnknown(before: number, isKnown: (id: string) => Promise<boolean>): Promise<number> {
    let count = 0;
    for (const name of await readdir(this.dir).catch(() => [] as string[])) {
      const stats = ID.test(name) && (await stat(this.pathOf(name)).catch(() => null));
      if (!stats || stats.mtimeMs > before || (await isKnown(name))) continue;
      await this.drop(name);
      count += 1;
    }
    return count;
  }

  private async writeAll(
    { offset, end }: UploadPart,
    source: Readable,
    writer: BlockWriter,
    onWrite: (bytes: number, at: number) => void,
  ): Promise<void> {
    let remainingBytes = end - offset;
    let bytesUntilCheck = SPACE_CHECK_INTERVAL_BYTES;
    const consume = (chunk: Buffer) => {
      const isTooLong = chunk.length > remainingBytes;
      const ready = writer.push(isTooLong ? chunk.subarray(0, remainingBytes) : chunk);
      // `end` reports the same error.
      ready?.catch(() => undefined);
      if (isTooLong) throw new RangeError('more than was announced');
      remainingBytes -= chunk.length;
      onWrite(chunk.length, end - remainingBytes);
      bytesUntilCheck -= chunk.length;
      if (bytesUntilCheck > 0) return ready;
      bytesUntilCheck = SPACE_CHECK_INTERVAL_BYTES;
      return Promise.all([ready, this.freeSpace.require(0, this.dir)]).then(() => undefined);
    };
    await pumpInto(source, consume, true).finally(() => writer.end());
  }

  /** Reads the file once if this process didn't receive all of it. */
  private async cachedUpTo({ id, name, offset }: Pick<UploadPart, 'id' | 'name' | 'offset'>): Promise<CachedUpload> {
    const cached = this.cache.get(id);
    const upload =
      cached?.checksums.byteCount === offset
        ? cached
        : { checksums: await this.readChecksums(id, name, offset), fsync: new PeriodicFsync() };
    if (upload !== cached) this.uncache(id);
    // Moves it to the end: least recently used first.
    this.cache.delete(id);
    this.cache.set(id, upload);
    const [oldest] = this.cache.keys();
    if (this.cache.size > MAX_CACHED && oldest !== undefined) this.uncache(oldest);
    return upload;
  }

  private async readChecksums(id: string, name: string, end: number): Promise<StreamingChecksums> {
    const checksums = this.checksumWorkers.begin(name);
    if (end > 0) await checksums.read(this.pathOf(id), end);
    if (checksums.byteCount === null) throw new Error('An upload could not be read.');
    return checksums;
  }

  private uncache(id: string): void {
    this.cache.get(id)?.checksums.release();
    this.cache.delete(id);
  }
}
