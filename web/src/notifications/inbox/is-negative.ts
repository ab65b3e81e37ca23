import type { NotificationView } from '@visionary/contract';

const AGAINST: readonly string[] = ['warn', 'remove', 'setRating', 'mute', 'ban'];

/** What went wrong, or was decided against whoever is told. */
export function isNegative(notification: NotificationView): boolean {
  if (notification.kind === 'decision') return AGAINST.includes(notification.decision);
  if (notification.kind === 'appealDecided') return notification.outcome !== 'granted';
  return notification.kind === 'takeFailed' || notification.kind === 'versionQuarantined';
}
