import type { NotificationView } from '@visionary/contract';
import { decisionMessageKey } from './decision-message-key.js';
import { formatDateTime, t } from '../../shared/i18n/index.js';

export type ModerationNotification = Extract<
  NotificationView,
  { kind: 'report' | 'appeal' | 'decision' | 'appealDecided' | 'reportDecided' }
>;
type DecisionNotification = Extract<ModerationNotification, { decision: unknown }>;

export const isModerationNotification = (notification: NotificationView): notification is ModerationNotification =>
  notification.kind === 'report' || notification.kind === 'appeal' || 'decision' in notification;

const subject = ({ subject: { kind, title } }: DecisionNotification) => ({
  kind: t(`reports.kinds.${kind}`),
  title: title || t('app.untitled'),
});

function decided(notification: DecisionNotification): string {
  const { decision, until, contentRating } = notification;
  return t(`reports.notifications.decision.${decisionMessageKey(decision, notification.subject.kind, until)}`, {
    ...subject(notification),
    until: until === undefined ? '' : formatDateTime(until, Date.now()),
    contentRating: contentRating === undefined ? '' : t(`reports.contentRatings.${contentRating}`),
  });
}

/** The text of a report or decision. */
export function decisionNotificationText(notification: ModerationNotification): string {
  switch (notification.kind) {
    case 'report': {
      const kind = t(`reports.kinds.${notification.subject.kind}`);
      return t(notification.by ? 'reports.notifications.report' : 'reports.notifications.check', {
        kind,
        reason: t(`reports.reasons.${notification.reason}`),
      });
    }
    case 'appeal':
      return t('reports.notifications.appeal');
    case 'decision':
      return decided(notification);
    case 'appealDecided':
      return notification.outcome === 'granted' && notification.subject.kind === 'prompt'
        ? t('reports.notifications.grantedPrompt')
        : t(`reports.notifications.${notification.outcome ?? 'denied'}`);
    case 'reportDecided':
      return t(
        `reports.notifications.reported.${notification.decision === 'dismiss' ? 'dismissed' : 'acted'}`,
        subject(notification),
      );
    default:
      return notification satisfies never;
  }
}
