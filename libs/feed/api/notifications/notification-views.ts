import type { NotificationView, UserView } from '@visionary/contract';
import { truncate } from '@visionary/kernel';
import type { ModelNotificationKind } from '../../domain/notifications/notifications.js';
import type { NamedNotification } from '../../use-cases/notifications/notification-reader.js';
import { smallThumbnailUrl } from '../posts/post-urls.js';

const MAX_TITLE_LENGTH = 100;

/** Current titles of models and LoRAs by id. */
export interface ModelTitles {
  readonly model: ReadonlyMap<string, string>;
  readonly lora: ReadonlyMap<string, string>;
}

/** @returns null when its subject is gone */
export const toNotificationView = (notification: NamedNotification, titles: ModelTitles): NotificationView | null => {
  const shared = { id: notification.id, at: notification.at, isRead: notification.readAt !== null };
  const { kind, count, text, take, extra } = notification;
  const users = [...notification.users];
  const post = postOf(notification);
  const room = roomOf(notification);
  switch (kind) {
    case 'comment':
    case 'commentReply':
    case 'commentMention':
    case 'postMention':
      return post && { ...shared, kind, post, ...commentOf(notification), by: causedBy(notification), text };
    case 'reactions':
      return post && { ...shared, kind, post, users, count, emojis: [...(extra.emojis ?? [])] };
    case 'modelUsed':
      return (
        post && { ...shared, kind, ...usedModelOf(notification, titles), post, users, count, images: extra.images ?? 1 }
      );
    case 'modelComment':
    case 'modelReply':
    case 'modelMention':
    case 'modelReview':
    case 'modelReactions':
    case 'modelPublished':
    case 'versionPublished':
    case 'versionQuarantined':
      return toModelNotificationView(notification, kind);
    case 'follow':
      return { ...shared, kind, users, count };
    case 'takeFinished':
    case 'takeFailed':
      return room && take && { ...shared, kind, room, takeId: notification.takeId ?? '', ...take };
    default:
      return kind satisfies never;
  }
};

const toModelNotificationView = (
  notification: NamedNotification,
  kind: ModelNotificationKind | 'modelPublished' | 'versionPublished' | 'versionQuarantined',
): NotificationView | null => {
  const { modelId, commentId, stars, users, count, text, extra } = notification;
  if (modelId === null || notification.model === null) return null;
  const model = { id: modelId, name: notification.model.name };
  const shared = { id: notification.id, at: notification.at, isRead: notification.readAt !== null, model };
  switch (kind) {
    case 'modelComment':
    case 'modelReply':
    case 'modelMention':
      return commentId === null ? null : { ...shared, kind, commentId, by: causedBy(notification), text };
    case 'modelReview':
      return stars === null ? null : { ...shared, kind, stars, by: causedBy(notification), text };
    case 'modelReactions':
      return { ...shared, kind, users: [...users], count, emojis: [...(extra.emojis ?? [])] };
    case 'modelPublished':
    case 'versionPublished':
      return { ...shared, kind, label: extra.label ?? '', by: causedBy(notification) };
    case 'versionQuarantined':
      return { ...shared, kind, label: extra.label ?? '', ...(extra.setAside && { reason: extra.setAside }) };
    default:
      return kind satisfies never;
  }
};

/** Without a name for a deleted user. */
const causedBy = ({ users, userIds }: NamedNotification): UserView => users[0] ?? { id: userIds[0] ?? '', name: '' };

const usedModelOf = ({ extra: { made }, modelId, model }: NamedNotification, titles: ModelTitles) => {
  const { kind, id } = made ?? { kind: 'model' as const, id: '' };
  const isOfHub = modelId !== null && model !== null;
  return {
    model: { kind, id, name: isOfHub ? model.name : (titles[kind].get(id) ?? id) },
    ...(isOfHub && { modelId }),
  };
};

const postOf = ({ postId, post }: NamedNotification) =>
  post === null || postId === null
    ? null
    : {
        id: postId,
        title: post.title || truncate(post.prompt, MAX_TITLE_LENGTH),
        previewUrl: smallThumbnailUrl(postId, post.image),
        contentRating: post.contentRating,
      };

const roomOf = ({ roomId, room }: NamedNotification) =>
  roomId !== null && room !== null ? { id: roomId, name: room } : null;

const commentOf = ({ commentId }: NamedNotification) => (commentId === null ? {} : { commentId });
