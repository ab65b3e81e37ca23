export { default as ManagedRenderers } from './managed/ManagedRenderers.vue';
