export { default as ModelCardGrid } from './cards/ModelCardGrid.vue';
export { useHubList } from './cards/use-hub-list.js';
export { default as LocalLoraPage } from './local/LocalLoraPage.vue';
export { default as ModelPage } from './model/ModelPage.vue';
export { default as TryInRoomButton } from './try/TryInRoomButton.vue';
export { hasActiveUploads } from './upload/active-uploads.js';
