import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LEASE_RENEW_MS, LEASE_TTL_MS } from '../blob-store.js';
import type { S3Objects } from './s3-objects.js';

const EMPTY = new Uint8Array(0);
const LEASES = 'held/';
const DELETIONS = 'going/';
/** A deletion completes within this time or is abandoned. Leases wait longer than that. */
const MAX_DELETION_MS = 20_000;
const MAX_WAIT_MS = 90_000;
const POLL_INTERVAL_MS = 50;

/**
 * Leases and deletion markers as empty objects in the bucket. Each side writes its object first and then checks for the
 * other kind. Of two concurrent operations at least one sees the other, and the deletion yields.
 */
export class S3BlobLeases {
  constructor(private readonly objects: S3Objects) {}

  /** Keeps the blob from being deleted while `work` runs. */
  async lease<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lease = `${LEASES}${key}/${randomUUID()}`;
    await this.objects.put(lease, EMPTY);
    const renewal = setInterval(
      () => void this.objects.put(lease, EMPTY).catch(() => undefined),
      LEASE_RENEW_MS,
    ).unref();
    try {
      await this.awaitDeletions(key);
      return await work();
    } finally {
      clearInterval(renewal);
      // A remaining object expires like an abandoned lease.
      await this.objects.remove(lease).catch(() => undefined);
    }
  }

  /** @returns true if `remove` was called, because there is no lease and `mayGo` still agrees */
  async deleteUnlessLeased(
    key: string,
    mayDelete: () => Promise<boolean>,
    remove: () => Promise<void>,
  ): Promise<boolean> {
    const marker = `${DELETIONS}${key}/${randomUUID()}`;
    const startedAt = performance.now();
    await this.objects.put(marker, EMPTY);
    try {
      if ((await this.hasLiveObject(`${LEASES}${key}/`)) || !(await mayDelete())) return false;
      // After a long pause, leases may have stopped waiting for this deletion.
      if (performance.now() - startedAt > MAX_DELETION_MS) return false;
      await remove();
      return true;
    } finally {
      await this.objects.remove(marker).catch(() => undefined);
    }
  }

  /** Removes expired leases and markers of crashed nodes. @returns their number */
  async removeExpired(): Promise<number> {
    let removed = 0;
    for (const prefix of [LEASES, DELETIONS]) {
      for await (const { Key, LastModified } of this.objects.list(prefix)) {
        if (isAlive(LastModified)) continue;
        await this.objects.remove(Key);
        removed++;
      }
    }
    return removed;
  }

  private async awaitDeletions(key: string): Promise<void> {
    const startedAt = performance.now();
    while (await this.hasLiveObject(`${DELETIONS}${key}/`)) {
      if (performance.now() - startedAt > MAX_WAIT_MS) return;
      await sleep(POLL_INTERVAL_MS);
    }
  }

  private async hasLiveObject(prefix: string): Promise<boolean> {
    for await (const { LastModified } of this.objects.list(prefix)) if (isAlive(LastModified)) return true;
    return false;
  }
}

const isAlive = (writtenAt: Date): boolean => Date.now() - writtenAt.getTime() < LEASE_TTL_MS;
