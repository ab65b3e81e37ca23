export { HealthProbes } from './health/health-probes.js';
export { HttpServerAdapter } from './http-server.adapter.js';
export { HttpModule } from './http.module.js';
export { addressKey } from './limits/address-key.js';
export { type RateLimit, RateLimits } from './limits/rate-limits.js';
export { Metrics, type Sample } from './metrics/metrics.js';
export { type PageCard, PageCards } from './page-cards.js';
export { Route, ROUTE_NAME } from './route.js';
export { setUpHttp } from './set-up-http.js';
