export { Cache, type AddCacheTags } from './cache.js';
export { CacheModule } from './cache.module.js';
export { json, type Serialized, serialized, type CacheNamespace } from './cache-namespace.js';
