import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LEASE_RENEW_MS, LEASE_TTL_MS } from '../blob-store.js';

/** Leases as empty files, one per lease, because nodes share only the folder. */
export class BlobLeases {
  constructor(private readonly folder: string) {}

  /** Keeps the blob from being dropped while `work` runs. */
  async whileLeased<T>(key: string, work: () => Promise<T>): Promise<T> {
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

  async isLeased(key: string): Promise<boolean> {
    for (const lease of await this.list()) if (lease.startsWith(key) && (await this.isAlive(lease))) return true;
    return false;
  }

  /** Removes expired leases. @returns their number */
  async removeExpired(): Promise<number> {
    let removed = 0;
    for (const lease of await this.list()) {
      if (await this.isAlive(lease)) continue;
      await rm(join(this.folder, lease), { force: true });
      removed++;
    }
    return removed;
  }

  private list(): Promise<string[]> {
    return readdir(this.folder).catch(() => []);
  }

  private async isAlive(lease: string): Promise<boolean> {
    const renewedAt = await stat(join(this.folder, lease)).then(
      ({ mtimeMs }) => mtimeMs,
      () => -Infinity,
    );
    return Date.now() - renewedAt < LEASE_TTL_MS;
  }
}
