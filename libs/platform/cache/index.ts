export { Cache, type Shows } from './cache.js';
export { CacheModule } from './cache.module.js';
export { json, type Sent, sent, type Space } from './space.js';
