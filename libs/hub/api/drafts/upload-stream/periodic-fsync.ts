import type { FileHandle } from 'node:fs/promises';

const SYNC_EVERY_BYTES = 64 * 1024 * 1024;

/** Brings a file to the disk now and then while more of it comes, so that its end does not wait for all of it. */
export class PeriodicFsync {
  private unsynced = 0;
  private syncing: Promise<void> = Promise.resolve();
  private isSyncing = false;

  came(bytes: number, file: FileHandle): void {
    this.unsynced += bytes;
    if (this.unsynced < SYNC_EVERY_BYTES || this.isSyncing) return;
    this.unsynced = 0;
    this.isSyncing = true;
    const done = () => void (this.isSyncing = false);
    // Where it fails, the last one tells.
    this.syncing = file.datasync().then(done, done);
  }

  /** Nobody waits for it: nothing is promised of a file before all of it has come. */
  closeAfterwards(file: FileHandle): void {
    void this.syncing.then(() => file.close()).catch(() => undefined);
  }
}
