import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutOfMemoryError } from '../errors.js';

const PAGE_BYTES = 4096;
const FOLDER_PREFIX = 'visionary-changed-weights-';

/** Loads take less than this. Older folders belong to processes that were killed. */
const STALE_MS = 60 * 60_000;

/**
 * Passes patched weights to the runtime, which maps files but copies in-memory weights up to twice. Only this user
 * can read the file; it is removed after loading.
 */
export class SpillFile {
  readonly path: string;
  private readonly folder: string;
  private readonly descriptor: number;
  private length = 0;

  /** @param parent folder to create its own folder in */
  constructor(private readonly parent = tmpdir()) {
    removeStale(parent);
    this.folder = mkdtempSync(join(parent, FOLDER_PREFIX));
    this.path = join(this.folder, 'weights');
    this.descriptor = openSync(this.path, 'wx', 0o600);
  }

  /**
   * @returns the offset of the bytes
   * @throws OutOfMemoryError when the disk is full
   */
  append(bytes: Uint8Array): number {
    const offset = Math.ceil(this.length / PAGE_BYTES) * PAGE_BYTES;
    try {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.descriptor, bytes, written, bytes.length - written, offset + written);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      throw new OutOfMemoryError(bytes.length, 0, `there is no room in ${this.parent} for the changed weights`);
    }
    this.length = offset + bytes.length;
    return offset;
  }

  remove(): void {
    closeSync(this.descriptor);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function removeStale(parent: string): void {
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (name.startsWith(FOLDER_PREFIX) && isStale(path)) rmSync(path, { recursive: true, force: true });
  }
}

function isStale(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.mtimeMs < Date.now() - STALE_MS;
}
