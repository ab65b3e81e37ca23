import type { NotificationView } from '@visionary/contract';
import { displayName } from '../../shared/users/index.js';
import { asPlainText } from '../../shared/markdown/message-text.js';
import { usersIn } from './notification-route.js';
import { isModerationNotification, decisionNotificationText } from '../../safety/index.js';
import { t } from '../../shared/i18n/index.js';

/** "Ann", "Ann and Bob", "Ann, Bob and 3 others". */
export function namesText(notification: NotificationView): string {
  const names = usersIn(notification).map(displayName);
  const others = ('count' in notification ? notification.count : names.length) - names.length;
  if (names.length === 0) return t('app.someone');
  if (others > 0) {
    return t('notifications.others', { names: names.join(t('app.comma')), count: others }, others);
  }
  const last = names.pop() ?? '';
  return names.length === 0 ? last : t('notifications.both', { first: names.join(t('app.comma')), last });
}

/** About a hub model; `modelUsed` is about a post made with one. */
type HubModelNotification = Exclude<Extract<NotificationView, { model: unknown }>, { kind: 'modelUsed' }>;

/** What happened to a hub model. */
function modelNotificationText(notification: HubModelNotification): string {
  // Rated names are hidden from users who hide rated content.
  const model = notification.model.name || t('notifications.hiddenModel');
  switch (notification.kind) {
    case 'modelComment':
    case 'modelReply':
    case 'modelMention':
      return t(`notifications.kinds.${notification.kind}`, { model });
    case 'modelReview':
      return t('notifications.kinds.modelReview', { model, count: notification.stars }, notification.stars);
    case 'modelReactions':
      return t('notifications.kinds.modelReactions', { model, emojis: notification.emojis.join(' ') });
    case 'modelPublished':
    case 'versionPublished':
      if (notification.model.name === '') return t('notifications.kinds.hiddenPublished');
      return t(`notifications.kinds.${notification.kind}`, { model, label: notification.label });
    case 'versionQuarantined':
      return t('notifications.kinds.versionQuarantined', {
        model,
        label: notification.label,
        reason: t(`notifications.quarantineReasons.${notification.reason ?? 'unknown'}`),
      });
    default:
      return notification satisfies never;
  }
}

const titleText = (title: string): string => title || t('app.untitled');

/** What happened. */
export function notificationText(notification: NotificationView): string {
  if ('model' in notification && notification.kind !== 'modelUsed') return modelNotificationText(notification);
  if (isModerationNotification(notification)) return decisionNotificationText(notification);
  switch (notification.kind) {
    case 'mention':
    case 'roomMention':
    case 'reply':
    case 'direct':
    case 'messageRequest':
      return t(`notifications.kinds.${notification.kind}`, { room: notification.room.name });
    case 'comment':
    case 'commentReply':
    case 'commentMention':
    case 'postMention':
    case 'postCredited':
      return t(`notifications.kinds.${notification.kind}`, { title: titleText(notification.post.title) });
    case 'reactions':
      return t('notifications.kinds.reactions', {
        title: titleText(notification.post.title),
        emojis: notification.emojis.join(' '),
      });
    case 'modelUsed': {
      const { model, images: count } = notification;
      return t(`notifications.kinds.${model.kind}Used`, { made: model.name, count }, count);
    }
    case 'follow':
      return t('notifications.kinds.follow');
    case 'takeFinished':
    case 'takeFailed':
    case 'takeEnded':
      return t(`notifications.kinds.${takeKey(notification)}`, {
        room: notification.room.name,
        number: notification.number,
        reason: notification.adminReason ?? '',
      });
    case 'lentRendererWaiting':
    case 'lentRendererAccepted':
      return t(`notifications.kinds.${notification.kind}`, { name: notification.renderer.name });
    case 'lentRendererBanned': {
      const key = notification.by ? 'lentRendererBanned' : 'lentRendererStopped';
      return t(`notifications.kinds.${key}`, { name: notification.renderer.name });
    }
    default:
      return notification satisfies never;
  }
}

/** What the notification quotes, in one line without markup and with names. */
export function quotedText(notification: NotificationView): string {
  if ('text' in notification) return asPlainText(notification.text);
  return 'prompt' in notification ? notification.prompt : '';
}

/** The full text in one line, for use outside the page. */
export const desktopText = (notification: NotificationView): string =>
  usersIn(notification).length === 0
    ? notificationText(notification)
    : t('notifications.desktop', { name: namesText(notification), what: notificationText(notification) });

const takeKey = ({
  kind,
  adminReason,
}: Extract<NotificationView, { kind: 'takeEnded' | 'takeFailed' | 'takeFinished' }>) =>
  kind === 'takeEnded' && adminReason !== undefined ? 'takeEndedBecause' : kind;
