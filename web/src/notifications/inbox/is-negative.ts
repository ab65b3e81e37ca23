import type { NotificationView } from '@visionary/contract';

const AGAINST: readonly string[] = ['warn', 'remove', 'setRating', 'mute', 'ban'];

/** What went wrong, or was decided against whoever is told. */
export function isNegative(news: NotificationView): boolean {
  if (news.kind === 'decision') return AGAINST.includes(news.decision);
  if (news.kind === 'appealDecided') return news.outcome !== 'granted';
  return news.kind === 'takeFailed' || news.kind === 'versionQuarantined';
}
