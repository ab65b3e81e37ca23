import type { BlobStore, StoredBlob } from '../blob-store.js';
import type { BlobReferences } from '../references/blob-references.js';

const HOUR_MS = 3_600_000;
/** Younger blobs may be referenced soon. */
const GRACE_PERIOD_MS = 24 * HOUR_MS;
/** Allowed clock difference between nodes. */
const CLOCK_SKEW_MS = HOUR_MS;
/** Blobs checked per batch. */
const BATCH_SIZE = 20_000;

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
  references: BlobReferences,
  now: () => number,
  signal: AbortSignal,
): Promise<SweepResult> => {
  const result = { kept: 0, keptBytes: 0, dropped: 0, droppedBytes: 0, remains: await blobs.cleanUp() };
  const sweep = async (batch: readonly StoredBlob[]): Promise<void> => {
    const since = now() - CLOCK_SKEW_MS;
    const needed = await references.among(batch.map(({ key }) => key));
    for (const { key, bytes } of batch) {
      if (signal.aborted) return;
      if (needed.has(key) || !(await blobs.drop(key, () => references.isNeededSince(key, since)))) continue;
      result.dropped++;
      result.droppedBytes += bytes;
    }
  };
  let batch: StoredBlob[] = [];
  for await (const blob of blobs.list()) {
    if (signal.aborted) return result;
    result.kept++;
    result.keptBytes += blob.bytes;
    if (now() - blob.at < GRACE_PERIOD_MS) continue;
    batch.push(blob);
    if (batch.length < BATCH_SIZE) continue;
    await sweep(batch);
    batch = [];
  }
  await sweep(batch);
  return result;
};
