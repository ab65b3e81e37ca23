import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LEASE_RENEW_MS, LEASE_TTL_MS } from '../blob-store.js';

/** Leases as empty files, one per lease, because nodes share only the folder. */
export class BlobLeases {
  constructor(private readonly folder: string) {}

  /** Keeps the blob from being dropped while `work` runs. */
  async on<T>(key: string, work: () => Promise<T>): Promise<T> {
    const hand = join(this.folder, `${key}.${randomUUID()}`);
    await mkdir(this.folder, { recursive: true });
    await writeFile(hand, '');
    const renewal = setInterval(() => {
      const now = new Date();
      void utimes(hand, now, now).catch(() => undefined);
    }, LEASE_RENEW_MS).unref();
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      await rm(hand, { force: true });
    }
  }

  async hold(key: string): Promise<boolean> {
    for (const hand of await this.all()) if (hand.startsWith(key) && (await this.isAlive(hand))) return true;
    return false;
  }

  /** Removes expired leases. @returns their number */
  async tidy(): Promise<number> {
    let left = 0;
    for (const hand of await this.all()) {
      if (await this.isAlive(hand)) continue;
      await rm(join(this.folder, hand), { force: true });
      left++;
    }
    return left;
  }

  private all(): Promise<string[]> {
    return readdir(this.folder).catch(() => []);
  }

  private async isAlive(hand: string): Promise<boolean> {
    const since = await stat(join(this.folder, hand)).then(
      ({ mtimeMs }) => mtimeMs,
      () => -Infinity,
    );
    return Date.now() - since < LEASE_TTL_MS;
  }
}
