import type { NotificationView } from '@visionary/contract';

type List = readonly NotificationView[];

/** One that was just told, in front; told again it takes its place. */
export const prependNotification = (list: List, notification: NotificationView): List => [
  notification,
  ...list.filter(({ id }) => id !== notification.id),
];

/** A further page behind what is known; what moved between pages stands once. */
export const appendNotifications = (list: List, page: List): List => [
  ...list,
  ...page.filter(({ id }) => !list.some((known) => known.id === id)),
];
