import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LEASE_TTL_MS } from '../blob-store.js';

const PART = /^[0-9a-f]{64}\.[0-9a-f-]{36}\.part$/;
const ASIDE = /^[0-9a-f]{64}\.[0-9a-f-]{36}\.aside$/;
const KEY_DIGITS = 64;

/** Cleans up after nodes that crashed while writing or deleting a blob under `root`. */
export class PartialFileCleaner {
  constructor(private readonly root: string) {}

  /** @param now in ms since 1970 @returns the number of leftovers */
  async clean(now: number): Promise<number> {
    let cleaned = 0;
    for (const folder of await readdir(this.root).catch(() => [] as string[])) {
      for (const name of await readdir(join(this.root, folder)).catch(() => [] as string[])) {
        if (await this.cleanFile(join(this.root, folder), name, now)) cleaned++;
      }
    }
    return cleaned;
  }

  private async cleanFile(folder: string, name: string, now: number): Promise<boolean> {
    if (!PART.test(name) && !ASIDE.test(name)) return false;
    const path = join(folder, name);
    // ctime is when it was renamed; mtime would be the age of the blob.
    const renamedAt = await stat(path).then(
      ({ ctimeMs }) => ctimeMs,
      () => Infinity,
    );
    if (now - renamedAt < LEASE_TTL_MS) return false;
    // A file that was renamed for deletion is renamed back, because it may be referenced. The next sweep decides.
    await (ASIDE.test(name) ? rename(path, join(folder, name.slice(0, KEY_DIGITS))) : rm(path, { force: true }));
    return true;
  }
}
