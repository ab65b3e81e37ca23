import type { Metrics } from '@visionary/platform/http';
import type { CacheStats } from './cache-stats.js';

const OUTCOMES = ['hits', 'misses', 'stale', 'bypassed'] as const;

export const registerCacheMetrics = (metrics: Metrics, cacheStats: CacheStats): void => {
  metrics.counter(
    {
      name: 'visionary_cache_reads',
      help: 'Cache reads: hits, misses, stale (loaded but not stored), bypassed (cache unavailable)',
      labels: ['space', 'outcome'],
    },
    () =>
      [...cacheStats.namespaces].flatMap(([space, counters]) =>
        OUTCOMES.map((outcome) => ({ labels: { space, outcome }, value: counters[outcome] })),
      ),
  );
  metrics.counter(
    {
      name: 'visionary_cache_dropped',
      help: 'Invalidated cache tags; failed: the cache was unavailable',
      labels: ['outcome'],
    },
    () => Object.entries(cacheStats.dropped).map(([outcome, value]) => ({ labels: { outcome }, value })),
  );
};
