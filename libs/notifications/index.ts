export {
  extendBundle,
  type NewNotification,
  type Notification,
  type NotificationKind,
  NotificationsChanged,
} from './domain/notification.js';
export { NotificationsModule } from './notifications.module.js';
export { notificationsEntities } from './storage/entities.js';
export { Inbox, type NotificationDetails } from './use-cases/inbox.js';
export { Notifications } from './use-cases/notifications.js';
