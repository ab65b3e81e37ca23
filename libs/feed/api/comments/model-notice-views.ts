import type { NotificationView, UserView } from '@visionary/contract';
import type { ModelNotificationKind } from '../../domain/comments/notifications.js';
import type { NamedNotification } from '../../use-cases/comments/read-notifications.js';

/** News of models of the hub. @returns null where the model, or what was said about it, is not there any more */
export const toModelNotificationView = (
  notice: NamedNotification,
  kind: ModelNotificationKind | 'modelPublished' | 'versionPublished' | 'versionQuarantined',
): NotificationView | null => {
  const { modelId, commentId, stars, users, count, text, extra } = notice;
  if (modelId === null || notice.model === null) return null;
  const model = { id: modelId, name: notice.model.name };
  const about = { id: notice.id, at: notice.at, isRead: notice.readAt !== null, model };
  switch (kind) {
    case 'modelComment':
    case 'modelReply':
    case 'modelMention':
      return commentId === null ? null : { ...about, kind, commentId, by: byOf(notice), text };
    case 'modelReview':
      return stars === null ? null : { ...about, kind, stars, by: byOf(notice), text };
    case 'modelReactions':
      return { ...about, kind, users: [...users], count, emojis: [...(extra.emojis ?? [])] };
    case 'modelPublished':
    case 'versionPublished':
      return { ...about, kind, label: extra.label ?? '', by: byOf(notice) };
    case 'versionQuarantined':
      return { ...about, kind, label: extra.label ?? '', ...(extra.setAside && { reason: extra.setAside }) };
    default:
      return kind satisfies never;
  }
};

/** Empty where their account is gone. */
export const byOf = ({ users, userIds }: NamedNotification): UserView => users[0] ?? { id: userIds[0] ?? '', name: '' };
