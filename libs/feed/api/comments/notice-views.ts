import type { NotificationView } from '@visionary/contract';
import { truncate } from '@visionary/kernel';
import type { NamedNotification } from '../../use-cases/comments/read-notifications.js';
import { smallAddress } from '../posts/post-addresses.js';
import { byOf, toModelNotificationView } from './model-notice-views.js';

const TITLE_LENGTH = 100;

/** What models and LoRAs are called now, by their ids. */
export interface Titles {
  readonly model: ReadonlyMap<string, string>;
  readonly lora: ReadonlyMap<string, string>;
}

/** @returns null where what it tells of is not there any more */
export const toNotificationView = (notice: NamedNotification, titles: Titles): NotificationView | null => {
  const about = { id: notice.id, at: notice.at, isRead: notice.readAt !== null };
  const { kind, users, count, text, take, extra } = notice;
  const post = postOf(notice);
  const room = roomOf(notice);
  switch (kind) {
    case 'comment':
    case 'commentReply':
    case 'commentMention':
    case 'postMention':
      return post && { ...about, kind, post, ...commentOf(notice), by: byOf(notice), text };
    case 'reactions':
      return post && { ...about, kind, post, users: [...users], count, emojis: [...(extra.emojis ?? [])] };
    case 'modelUsed':
      return post && { ...about, kind, ...usedOf(notice, titles), post, users: [...users], ...countsOf(notice) };
    case 'modelComment':
    case 'modelReply':
    case 'modelMention':
    case 'modelReview':
    case 'modelReactions':
    case 'modelPublished':
    case 'versionPublished':
    case 'versionQuarantined':
      return toModelNotificationView(notice, kind);
    case 'follow':
      return { ...about, kind, users: [...users], count };
    case 'takeFinished':
    case 'takeFailed':
      return room && take && { ...about, kind, room, takeId: notice.takeId ?? '', ...take };
    default:
      return kind satisfies never;
  }
};

const usedOf = ({ extra: { made }, modelId, model }: NamedNotification, titles: Titles) => {
  const { kind, id } = made ?? { kind: 'model' as const, id: '' };
  const isOfHub = modelId !== null && model !== null;
  return {
    model: { kind, id, name: isOfHub ? model.name : (titles[kind].get(id) ?? id) },
    ...(isOfHub && { modelId }),
  };
};

const countsOf = ({ count, extra }: NamedNotification) => ({ count, images: extra.images ?? 1 });

const postOf = ({ postId, post }: NamedNotification) =>
  post === null || postId === null
    ? null
    : {
        id: postId,
        title: post.title || truncate(post.prompt, TITLE_LENGTH),
        previewUrl: smallAddress(postId, post.image),
        contentRating: post.contentRating,
      };

const roomOf = ({ roomId, room }: NamedNotification) =>
  roomId !== null && room !== null ? { id: roomId, name: room } : null;

const commentOf = ({ commentId }: NamedNotification) => (commentId === null ? {} : { commentId });
