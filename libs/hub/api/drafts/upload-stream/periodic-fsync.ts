import type { FileHandle } from 'node:fs/promises';

const SYNC_INTERVAL_BYTES = 64 * 1024 * 1024;

/** Syncs a file to the disk while it is received, so that the last sync is short. */
export class PeriodicFsync {
  private unsynced = 0;
  private syncing: Promise<void> = Promise.resolve();
  private isSyncing = false;

  written(bytes: number, file: FileHandle): void {
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
