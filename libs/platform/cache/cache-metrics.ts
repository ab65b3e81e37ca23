import type { Metrics } from '@visionary/platform/http';
import type { CacheStats } from './cache-stats.js';

const OUTCOMES = ['hits', 'misses', 'refused', 'past'] as const;

export const registerCacheMetrics = (metrics: Metrics, cacheStats: CacheStats): void => {
  metrics.counter(
    {
      name: 'visionary_cache_reads',
      help: 'Reads through the cache: found, not found, loaded but not kept, past it while it was away',
      labels: ['space', 'outcome'],
    },
    () =>
      [...cacheStats.spaces].flatMap(([space, tally]) =>
        OUTCOMES.map((outcome) => ({ labels: { space, outcome }, value: tally[outcome] })),
      ),
  );
  metrics.counter(
    {
      name: 'visionary_cache_dropped',
      help: 'Subjects whose views were dropped; unsaid: while the cache was away',
      labels: ['said'],
    },
    () => Object.entries(cacheStats.dropped).map(([said, value]) => ({ labels: { said }, value })),
  );
};
