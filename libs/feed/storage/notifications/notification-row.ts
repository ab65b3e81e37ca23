import type { Row } from '@visionary/platform/database';
import type { ContentRating } from '@visionary/contract';
import type {
  Notification,
  NotificationExtra,
  NotificationWithContext,
} from '../../domain/notifications/notifications.js';

/** Columns of the subject of a notification. */
export const NOTIFICATION_CONTEXT_COLUMNS = [
  ...(['post.title as post_title', 'post.prompt as post_prompt', 'post.description as post_description'] as const),
  ...(['post.sha256', 'post.width', 'post.height', 'post.content_rating'] as const),
  ...(['post.author_id as post_author', 'hub_model.creator_id', 'hub_model.content_rating as model_maturity'] as const),
  ...(['comment.text as comment_text', 'room.name as room_name'] as const),
  ...(['hub_model.name as model_name'] as const),
  ...(['hub_review.text as review_words', 'hub_review.stars'] as const),
  ...(['take.number as take_number', 'take.prompt as take_prompt'] as const),
] as const;

interface ContextRow extends Row<'feed_notification'> {
  readonly post_title: string | null;
  readonly post_prompt: string | null;
  readonly post_description: string | null;
  readonly sha256: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly content_rating: ContentRating | null;
  readonly post_author: string | null;
  readonly creator_id: string | null;
  readonly model_maturity: ContentRating | null;
  readonly comment_text: string | null;
  readonly room_name: string | null;
  readonly model_name: string | null;
  readonly review_words: string | null;
  readonly stars: number | null;
  readonly take_number: number | null;
  readonly take_prompt: string | null;
}

export const toNotification = (row: Row<'feed_notification'>): Notification => ({
  id: row.id,
  userId: row.user_id,
  kind: row.kind,
  bundle: row.bundle_key,
  postId: row.post_id,
  commentId: row.comment_id,
  modelId: row.model_id,
  roomId: row.room_id,
  takeId: row.take_id,
  userIds: JSON.parse(row.actor_ids) as string[],
  count: row.count,
  extra: row.data === null ? {} : (JSON.parse(row.data) as NotificationExtra),
  at: Number(row.at),
  readAt: row.read_at === null ? null : Number(row.read_at),
});

export const rowOf = (notification: Notification): Row<'feed_notification'> => ({
  id: notification.id,
  user_id: notification.userId,
  kind: notification.kind,
  bundle_key: notification.bundle,
  post_id: notification.postId,
  comment_id: notification.commentId,
  model_id: notification.modelId,
  room_id: notification.roomId,
  take_id: notification.takeId,
  actor_ids: JSON.stringify(notification.userIds),
  count: notification.count,
  at: notification.at,
  read_at: notification.readAt,
  data: Object.keys(notification.extra).length > 0 ? JSON.stringify(notification.extra) : null,
});

export const toNotificationContext = (row: ContextRow): NotificationWithContext => ({
  ...toNotification(row),
  post: postOf(row),
  comment: row.comment_text ?? row.review_words,
  model:
    row.model_name === null
      ? null
      : { name: row.model_name, creatorId: row.creator_id ?? '', contentRating: row.model_maturity ?? 'everyone' },
  stars: row.stars,
  room: row.room_name,
  take: row.take_number === null ? null : { number: row.take_number, prompt: row.take_prompt ?? '' },
});

const postOf = ({ sha256, width, height, content_rating, ...row }: ContextRow): NotificationWithContext['post'] =>
  sha256 === null
    ? null
    : {
        authorId: row.post_author ?? '',
        title: row.post_title ?? '',
        prompt: row.post_prompt ?? '',
        words: row.post_description ?? '',
        contentRating: content_rating ?? 'everyone',
        image: { sha256, width: width ?? 0, height: height ?? 0 },
      };
