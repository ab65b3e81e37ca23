export { RateLimitsModule } from './paces.module.js';
export { UserRateLimits } from './user-rate-limits.js';
