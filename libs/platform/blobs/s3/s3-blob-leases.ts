import { randomUUID } from 'node:crypto';
import { setTimeout as later } from 'node:timers/promises';
import { LEASE_RENEW_MS, LEASE_TTL_MS } from '../blob-store.js';
import type { S3Objects } from './s3-objects.js';

const EMPTY = new Uint8Array(0);
const HELD = 'held/';
const GOING = 'going/';
/** A deletion completes within this time or is abandoned. Leases wait longer than that. */
const GONE_WITHIN_MS = 20_000;
const WAIT_AT_MOST_MS = 90_000;
const POLL_INTERVAL_MS = 50;

/**
 * Leases and deletion markers as empty objects in the bucket. Each side writes its object first and then checks for the
 * other kind. Of two concurrent operations at least one sees the other, and the deletion yields.
 */
export class S3BlobLeases {
  constructor(private readonly objects: S3Objects) {}

  /** Keeps the blob from being deleted while `work` runs. */
  async lease<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lease = `${HELD}${key}/${randomUUID()}`;
    await this.objects.put(lease, EMPTY);
    const renewal = setInterval(
      () => void this.objects.put(lease, EMPTY).catch(() => undefined),
      LEASE_RENEW_MS,
    ).unref();
    try {
      await this.untilNobodyTakesItAway(key);
      return await work();
    } finally {
      clearInterval(renewal);
      // A remaining object expires like an abandoned lease.
      await this.objects.remove(lease).catch(() => undefined);
    }
  }

  /** @returns true if `remove` was called, because there is no lease and `mayGo` still agrees */
  async markDeleting(key: string, mayGo: () => Promise<boolean>, remove: () => Promise<void>): Promise<boolean> {
    const sign = `${GOING}${key}/${randomUUID()}`;
    const since = performance.now();
    await this.objects.put(sign, EMPTY);
    try {
      if ((await this.isThere(`${HELD}${key}/`)) || !(await mayGo())) return false;
      // After a long pause, leases may have stopped waiting for this deletion.
      if (performance.now() - since > GONE_WITHIN_MS) return false;
      await remove();
      return true;
    } finally {
      await this.objects.remove(sign).catch(() => undefined);
    }
  }

  /** Removes expired leases and markers of crashed nodes. @returns their number */
  async tidy(): Promise<number> {
    let left = 0;
    for (const prefix of [HELD, GOING]) {
      for await (const { Key, LastModified } of this.objects.list(prefix)) {
        if (isAlive(LastModified)) continue;
        await this.objects.remove(Key);
        left++;
      }
    }
    return left;
  }

  private async untilNobodyTakesItAway(key: string): Promise<void> {
    const since = performance.now();
    while (await this.isThere(`${GOING}${key}/`)) {
      if (performance.now() - since > WAIT_AT_MOST_MS) return;
      await later(POLL_INTERVAL_MS);
    }
  }

  private async isThere(prefix: string): Promise<boolean> {
    for await (const { LastModified } of this.objects.list(prefix)) if (isAlive(LastModified)) return true;
    return false;
  }
}

const isAlive = (since: Date): boolean => Date.now() - since.getTime() < LEASE_TTL_MS;
