export { useDesktopNotifications } from './settings/use-desktop-notifications.js';
export { default as NotificationMenu } from './inbox/NotificationMenu.vue';
export { useNotificationsStore } from './inbox/notifications-store.js';
export { ALL_KINDS_ON, useNotificationSettingsStore } from './settings/notification-settings-store.js';
