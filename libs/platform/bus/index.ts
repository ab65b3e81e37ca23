export { Bus } from './bus.js';
export { BusModule, REDIS } from './bus.module.js';
export { announcePrefix, findPrefixes } from './instance-prefix.js';
export { RedisConnections } from './redis-connections.js';
