import type { BlobStore, StoredBlob } from '../blob-store.js';
import type { BlobReferences } from '../references/blob-references.js';

const HOUR_MS = 3_600_000;
/** Younger blobs may be referenced soon. */
const GRACE_PERIOD_MS = 24 * HOUR_MS;
/** Allowed clock difference between nodes. */
const MARGIN_MS = HOUR_MS;
/** Blobs checked per batch. */
const AT_ONCE = 20_000;

export interface SweepResult {
  /** Number of blobs before the sweep. */
  readonly kept: number;
  readonly keptBytes: number;
  readonly dropped: number;
  readonly droppedBytes: number;
  /** Leftovers of crashed nodes. */
  readonly remains: number;
}

/**
 * Deletes unreferenced blobs. If references can't be queried, the sweep fails without deleting more.
 * @param now returns ms since 1970
 * @param signal ends it early
 */
export const sweepBlobs = async (
  blobs: BlobStore,
  needs: BlobReferences,
  now: () => number,
  signal: AbortSignal,
): Promise<SweepResult> => {
  const swept = { kept: 0, keptBytes: 0, dropped: 0, droppedBytes: 0, remains: await blobs.cleanUp() };
  const sweep = async (some: readonly StoredBlob[]): Promise<void> => {
    const since = now() - MARGIN_MS;
    const needed = await needs.among(some.map(({ key }) => key));
    for (const { key, bytes } of some) {
      if (signal.aborted) return;
      if (needed.has(key) || !(await blobs.drop(key, () => needs.isNeededSince(key, since)))) continue;
      swept.dropped++;
      swept.droppedBytes += bytes;
    }
  };
  let some: StoredBlob[] = [];
  for await (const blob of blobs.list()) {
    if (signal.aborted) return swept;
    swept.kept++;
    swept.keptBytes += blob.bytes;
    if (now() - blob.at < GRACE_PERIOD_MS) continue;
    some.push(blob);
    if (some.length < AT_ONCE) continue;
    await sweep(some);
    some = [];
  }
  await sweep(some);
  return swept;
};
