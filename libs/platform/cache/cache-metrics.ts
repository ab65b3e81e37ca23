import type { Metrics } from '@visionary/platform/http';
import type { CacheStats } from './cache-stats.js';

const OUTCOMES = ['hits', 'misses', 'refused', 'past'] as const;

export const registerCacheMetrics = (metrics: Metrics, cacheStats: CacheStats): void => {
  metrics.counter(
    {
      name: 'visionary_cache_reads',
      help: 'Cache reads: hits, misses, refused (loaded but not stored), past (cache unavailable)',
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
      help: 'Invalidated cache tags; unsaid: the cache was unavailable',
      labels: ['said'],
    },
    () => Object.entries(cacheStats.dropped).map(([said, value]) => ({ labels: { said }, value })),
  );
};
