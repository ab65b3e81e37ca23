export { RateLimitsModule } from './rate-limits.module.js';
export { UserRateLimits } from './user-rate-limits.js';
