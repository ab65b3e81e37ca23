import type { PoolEntryView, PoolView } from '@visionary/contract';

/** Shares of the pool's budget, 0 to 1; larger values are capped. */
export interface PoolShare {
  readonly key: string;
  readonly share: number;
  readonly inUse: boolean;
}

export const loadedModelKey = ({ model, loras }: PoolEntryView): string =>
  [model, ...loras.map(({ id, weight }) => `${id}:${weight}`)].join(' + ');

export function poolShares({ entries, budgetBytes }: PoolView): PoolShare[] {
  const sum = Math.max(
    budgetBytes,
    entries.reduce((all, { bytes }) => all + bytes, 0),
  );
  return entries.map((entry) => ({
    key: loadedModelKey(entry),
    share: sum > 0 ? entry.bytes / sum : 0,
    inUse: entry.leases > 0,
  }));
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
