export { HealthProbes } from './health/health-probes.js';
export { HttpServerAdapter } from './http-server.adapter.js';
export { HttpModule } from './http.module.js';
export { addressKey } from './limits/address-key.js';
export { type RateLimit, RateLimits } from './limits/rate-limits.js';
export { Route } from './route.js';
export { setUpHttp } from './set-up-http.js';
