export { default as ChatPanel } from './ChatPanel.vue';
export { useChatStore } from './messages/chat-store.js';
export { useOutboxStore } from './outbox/outbox-store.js';
export { useOutboxDelivery } from './outbox/use-outbox-delivery.js';
export { shareTake } from './take-cards/shared-take.js';
