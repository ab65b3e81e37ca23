export { default as UserName } from './UserName.vue';
export { displayName, nameOf } from './display-name.js';
export { latestUser } from './user-cache.js';
