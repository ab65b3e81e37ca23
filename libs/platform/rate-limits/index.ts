export { addressKey } from './address-key.js';
export type { PrefetchingRateLimit } from './prefetching-rate-limit.js';
export { type RateLimit, RateLimits } from './rate-limits.js';
export { type Actor, UserRateLimits } from './user-rate-limits.js';
