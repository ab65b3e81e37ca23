export { default as UserName } from './UserName.vue';
export { useUsers } from './use-users.js';
