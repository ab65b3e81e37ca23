import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LEASE_RENEW_MS, LEASE_TTL_MS } from '../blob-store.js';

/** Leases as empty files, one per lease, because nodes share only the folder. */
export class BlobLeases {
  constructor(private readonly folder: string) {}

  /** Keeps the blob from being dropped while `work` runs. */
  async on<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lease = join(this.folder, `${key}.${randomUUID()}`);
    await mkdir(this.folder, { recursive: true });
    await writeFile(lease, '');
    const renewal = setInterval(() => {
      const now = new Date();
      void utimes(lease, now, now).catch(() => undefined);
    }, LEASE_RENEW_MS).unref();
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      await rm(lease, { force: true });
    }
  }

  async hold(key: string): Promise<boolean> {
    for (const lease of await this.all()) if (lease.startsWith(key) && (await this.isAlive(lease))) return true;
    return false;
  }

  /** Removes expired leases. @returns their number */
  async tidy(): Promise<number> {
    let left = 0;
    for (const lease of await this.all()) {
      if (await this.isAlive(lease)) continue;
      await rm(join(this.folder, lease), { force: true });
      left++;
    }
    return left;
  }

  private all(): Promise<string[]> {
    return readdir(this.folder).catch(() => []);
  }

  private async isAlive(lease: string): Promise<boolean> {
    const since = await stat(join(this.folder, lease)).then(
      ({ mtimeMs }) => mtimeMs,
      () => -Infinity,
    );
    return Date.now() - since < LEASE_TTL_MS;
  }
}
