import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutOfMemoryError } from '../errors.js';

const PAGE_BYTES = 4096;
const NAME = 'visionary-changed-weights-';

/** No load takes so long: what is older was left by a process that was killed. */
const STALE_MS = 60 * 60_000;

/**
 * Changed weights on their way to the runtime. It maps what lies in files and copies what is handed over in memory, up to
 * twice: so they go through a file that only this user can read, and that goes when they are loaded.
 */
export class SpillFile {
  readonly path: string;
  private readonly folder: string;
  private readonly descriptor: number;
  private length = 0;

  /** @param parent where its folder is made */
  constructor(private readonly parent = tmpdir()) {
    removeStale(parent);
    this.folder = mkdtempSync(join(parent, NAME));
    this.path = join(this.folder, 'weights');
    this.descriptor = openSync(this.path, 'wx', 0o600);
  }

  /** @returns where the bytes begin @throws OutOfMemoryError when the disk is full */
  append(bytes: Uint8Array): number {
    const offset = Math.ceil(this.length / PAGE_BYTES) * PAGE_BYTES;
    try {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.descriptor, bytes, done, bytes.length - done, offset + done);
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
    if (name.startsWith(NAME) && isStale(path)) rmSync(path, { recursive: true, force: true });
  }
}

function isStale(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.mtimeMs < Date.now() - STALE_MS;
}
