import type { ContentRating } from '@visionary/contract';
import type { NotificationKind } from '../../domain/notifications/notifications.js';

export interface NotificationRow {
  id: string;
  user_id: string;
  kind: NotificationKind;
  bundle_key: string | null;
  post_id: string | null;
  comment_id: string | null;
  model_id: string | null;
  room_id: string | null;
  take_id: string | null;
  actor_ids: string;
  count: number;
  data: string | null;
  at: number;
  read_at: number | null;
}

interface UntoldVersionRow {
  version_id: string;
  model_id: string;
  creator_id: string;
  label: string;
  is_first: number;
  at: number;
  fan_out_cursor: string;
}

/** Columns as both dialects hold them. */
export interface CommentTables {
  post_reaction: { post_id: string; user_id: string; emoji: string; at: number };
  post_reaction_count: { post_id: string; emoji: string; count: number };
  feed_notification: NotificationRow;
  pending_version_fan_out: UntoldVersionRow;
}

/** Columns of other slices that are read here. */
export interface ForeignTables {
  block: { user_id: string; blocked_id: string };
  room: { id: string; name: string; visibility: 'public' | 'private' };
  room_member: { room_id: string; user_id: string };
  room_ban: { room_id: string; user_id: string };
  hub_model: { id: string; name: string; creator_id: string; content_rating: ContentRating };
  comment: { id: string; text: string; deleted_at: number | null };
  hub_review: { id: string; text: string; stars: number };
  take: { id: string; number: number; prompt: string };
  post: {
    id: string;
    author_id: string;
    title: string;
    prompt: string;
    description: string;
    sha256: string;
    width: number;
    height: number;
    content_rating: ContentRating;
    at: number;
    hot_score: number;
    likes: number;
    comments: number;
  };
}
