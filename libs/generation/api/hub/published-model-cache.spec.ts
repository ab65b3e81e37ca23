import { describe, expect, it } from '@jest/globals';
import type { PublishedVersions } from '@visionary/hub';
import { PublishedModelCache } from './published-model-cache.js';

describe('PublishedModelCache', () => {
  it('[G1] reads inside a transaction without waiting for a read that waits for that transaction', async () => {
    let isInTransaction = false;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    let reads = 0;
    const publishedVersions = {
      versionStamps: async () => {
        reads += 1;
        // One connection: what begins outside goes on when the transaction has ended.
        if (!isInTransaction) await ended;
        return new Map([['v1', 'stamp']]);
      },
      byVersionIds: async () => [{ versionId: 'v1' }],
    } as unknown as PublishedVersions;
    const cache = new PublishedModelCache(
      publishedVersions,
      'model',
      async (found) => found.map(() => 'model'),
      () => isInTransaction,
    );
    const outside = cache.list();
    isInTransaction = true;
    expect(await cache.list()).toEqual(['model']);
    isInTransaction = false;
    end();
    expect(await outside).toEqual(['model']);
    isInTransaction = true;
    expect(await cache.list()).toBe(await outside);
    expect(reads).toBe(2);
  });
});
