export { Bus } from './bus.js';
export { BusModule, REDIS } from './bus.module.js';
export { RedisConnections } from './redis-connections.js';
