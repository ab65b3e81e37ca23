import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';

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
 * Watches the free space of the data folder. New files are rejected below the reserve, so that the database, which may be
 * on the same disk, can still be written.
 */
export class FreeSpace implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Storage');
  private timer: NodeJS.Timeout | undefined;
  private wasLow = false;

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

  /** Free bytes of the data folder's disk, read now. */
  async freeBytes(): Promise<number> {
    const free = await this.read(this.folder);
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

  /** @throws Rejection STORAGE_FULL if a file does not fit */
  async require(bytes: number, folder = this.folder): Promise<void> {
    if (!(await this.fits(bytes, folder))) throw new Rejection('STORAGE_FULL');
  }

  /** A separate method, so that tests can fill the disk. */
  read(folder: string): Promise<number> {
    return readFreeBytes(folder);
  }
}
