import type { NotificationView } from '@visionary/contract';

const AGAINST: readonly string[] = ['warn', 'remove', 'setRating', 'mute', 'ban'];

/** Whether the notification is about a negative outcome for its receiver. */
export function isNegative(notification: NotificationView): boolean {
  if (notification.kind === 'decision') return AGAINST.includes(notification.decision);
  if (notification.kind === 'appealDecided') return notification.outcome !== 'granted';
  return ['takeFailed', 'takeEnded', 'versionQuarantined', 'lentRendererBanned'].includes(notification.kind);
}
