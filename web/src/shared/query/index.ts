export { default as LoadError } from './LoadError.vue';
export { default as LoadMore } from './LoadMore.vue';
export { createPages, createRecent, type After } from './pages.js';
export { createQuery, coalesceRuns } from './query.js';
export { useQuery, usePages } from './use-query.js';
