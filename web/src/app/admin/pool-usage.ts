import type { PoolEntryView, PoolView } from '@visionary/contract';

/** Levels of the ink scale. The smaller models share the last one. */
const INK_LEVELS = 4;

/** A model in the memory bar. Shares of the budget, 0 to 1. */
export interface PoolPart {
  readonly entry: PoolEntryView;
  readonly key: string;
  readonly share: number;
  /** 1 is the darkest. */
  readonly ink: number;
}

/** The memory of a renderer, largest model first. */
export interface PoolUsage {
  readonly parts: readonly PoolPart[];
  readonly reservedShare: number;
  readonly modelBytes: number;
  readonly reservedBytes: number;
  readonly freeBytes: number;
}

export const loadedModelKey = ({ model, loras }: PoolEntryView): string =>
  [model, ...loras.map(({ id, weight }) => `${id}:${weight}`)].join(' + ');

export function poolUsage({ entries, budgetBytes, reservedBytes = 0 }: PoolView): PoolUsage {
  const modelBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const usedBytes = modelBytes + reservedBytes;
  // More than the budget, for a moment, still fills one bar.
  const shareOf = (bytes: number) => (bytes > 0 ? bytes / Math.max(budgetBytes, usedBytes) : 0);
  const parts = [...entries]
    .sort((a, b) => b.bytes - a.bytes)
    .map((entry, rank) => ({
      entry,
      key: loadedModelKey(entry),
      share: shareOf(entry.bytes),
      ink: Math.min(rank + 1, INK_LEVELS),
    }));
  const freeBytes = Math.max(0, budgetBytes - usedBytes);
  return { parts, reservedShare: shareOf(reservedBytes), modelBytes, reservedBytes, freeBytes };
}

/** Share of requests that found their model in memory; null before the first request. */
export const hitRatio = ({ hits, misses }: PoolView): number | null =>
  hits + misses > 0 ? hits / (hits + misses) : null;

/** The number of models evicted before this one; null while a take uses it. */
export function evictionRank(entry: PoolEntryView, entries: readonly PoolEntryView[]): number | null {
  if (entry.leases > 0) return null;
  const free = entries.filter(({ leases }) => leases === 0).sort((a, b) => a.lastUsedAt - b.lastUsedAt);
  return free.indexOf(entry);
}
