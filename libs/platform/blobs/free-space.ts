import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { isRejection, Rejection, storageCodeOf } from '@visionary/kernel';
import { findWriteFault, isWriteFault } from './write-fault.js';

const CHECK_INTERVAL_MS = 5_000;

/** Free space of the disk that holds a folder, which need not exist yet. Infinity if the system doesn't report it. */
const readFreeBytes = async (folder: string): Promise<number> => {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(folder) !== folder;
    return isMissing ? readFreeBytes(dirname(folder)) : Infinity;
  }
};

/**
 * Watches the disk of the data folder. New files are rejected below the reserve of free space, so that the database, which
 * may be on the same disk, can still be written, and while nothing can be written.
 */
export class FreeSpace implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Storage');
  private timer: NodeJS.Timeout | undefined;
  private wasLow = false;
  /** Where the last write or check failed. A write that works there ends the failure. */
  private unwritableFolder: string | undefined;

  constructor(
    readonly folder: string,
    readonly reserveBytes: number,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.freeBytes();
    this.timer = setInterval(() => void this.freeBytes(), CHECK_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Whether the last check, at most 5 s ago, found less than the reserve. */
  get isLow(): boolean {
    return this.wasLow;
  }

  /** Whether the last check, at most 5 s ago, and all writes since found that files can be written. */
  get isWritable(): boolean {
    return this.unwritableFolder === undefined;
  }

  /** Checks the disk now. @returns the free bytes */
  async freeBytes(): Promise<number> {
    const [free] = await Promise.all([this.read(this.folder), this.checkWritable()]);
    const isLow = free < this.reserveBytes;
    if (isLow !== this.wasLow) {
      this.wasLow = isLow;
      const figures = { folder: this.folder, freeMiB: Math.floor(free / 2 ** 20) };
      if (isLow) this.logger.warn('The disk is almost full. New files are rejected until space is free.', figures);
      else this.logger.log('The disk has free space again. New files are accepted.', figures);
    }
    return free;
  }

  /** Whether a file fits without using the reserve. @param folder on another disk, such as a temporary folder */
  async fits(bytes: number, folder = this.folder): Promise<boolean> {
    const free = folder === this.folder ? await this.freeBytes() : await this.read(folder);
    return free - bytes >= this.reserveBytes;
  }

  /** @throws Rejection STORAGE_FULL if a file does not fit, STORAGE_UNAVAILABLE if the data folder can't be written */
  async require(bytes: number, folder = this.folder): Promise<void> {
    const fits = await this.fits(bytes, folder);
    if (folder === this.folder && !this.isWritable) throw new Rejection('STORAGE_UNAVAILABLE');
    if (!fits) throw new Rejection('STORAGE_FULL');
  }

  /** Runs what writes in the data folder. @throws Rejection STORAGE_FULL or STORAGE_UNAVAILABLE for an error of the disk */
  async write<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isRejection(error)) throw error;
      if (isWriteFault(error)) this.recordFailure(error);
      const code = isWriteFault(error) ? 'STORAGE_UNAVAILABLE' : storageCodeOf(error);
      throw code ? new Rejection(code) : error;
    }
  }

  /** A file or the database could not be written. Checks find out when it works again. */
  recordFailure(error: unknown): void {
    // Its cause was recorded with the path.
    if (isRejection(error)) return;
    const { path } = (error ?? {}) as { path?: unknown };
    this.setUnwritable(typeof path === 'string' ? dirname(path) : this.folder, error);
  }

  private async checkWritable(): Promise<void> {
    const failed = this.unwritableFolder;
    const fault =
      (await this.findFault(this.folder, false)) ?? (failed === undefined ? null : await this.findFault(failed, true));
    if (fault !== null) return this.setUnwritable(failed ?? this.folder, fault);
    // A write that failed meanwhile is newer than this check.
    if (failed === this.unwritableFolder) this.setUnwritable(undefined);
  }

  private setUnwritable(folder: string | undefined, cause?: unknown): void {
    const wasWritable = this.isWritable;
    this.unwritableFolder = folder;
    if (wasWritable === this.isWritable) return;
    if (folder === undefined) return this.logger.log('The data folder can be written again.', { folder: this.folder });
    const reason = (cause as { code?: unknown } | null)?.code;
    this.logger.error('The data folder cannot be written: read-only, without permission, or failing.', {
      folder,
      reason,
    });
  }

  /** A separate method, so that tests can make the disk read-only. */
  findFault(folder: string, writes: boolean): Promise<Error | null> {
    return findWriteFault(folder, writes);
  }

  /** A separate method, so that tests can fill the disk. */
  read(folder: string): Promise<number> {
    return readFreeBytes(folder);
  }
}
