import type { NotificationView } from '@visionary/contract';

type List = readonly NotificationView[];

/** Prepends a notification, or moves a repeated one to the front. */
export const prependNotification = (list: List, notification: NotificationView): List => [
  notification,
  ...list.filter(({ id }) => id !== notification.id),
];

/** Appends a page without duplicates of what moved between pages. */
export const appendNotifications = (list: List, page: List): List => [
  ...list,
  ...page.filter(({ id }) => !list.some((known) => known.id === id)),
];
