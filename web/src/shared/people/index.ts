export { default as PersonName } from './PersonName.vue';
export { usePeople } from './use-people.js';
