import type { ContentRating } from '@visionary/contract';
import type { NotificationKind } from '../../domain/notifications/notifications.js';

export interface CommentRow {
  id: string;
  post_id: string;
  parent_id: string | null;
  author_id: string;
  client_id: string;
  text: string;
  mentions: string | null;
  at: number;
  edited_at: number | null;
  removed_at: number | null;
  removed_by: string | null;
  replies: number;
}

export interface NotificationRow {
  id: string;
  person_id: string;
  kind: NotificationKind;
  bundle: string | null;
  post_id: string | null;
  comment_id: string | null;
  model_id: string | null;
  room_id: string | null;
  take_id: string | null;
  people: string;
  count: number;
  extra: string | null;
  at: number;
  read_at: number | null;
}

interface UntoldVersionRow {
  version_id: string;
  model_id: string;
  maker_id: string;
  label: string;
  is_first: number;
  at: number;
  told_until: string;
}

/** Columns as both dialects hold them. */
export interface CommentTables {
  comment: CommentRow;
  comment_reaction: { comment_id: string; person_id: string; emoji: string; at: number };
  post_reaction: { post_id: string; person_id: string; emoji: string; at: number };
  post_emoji: { post_id: string; emoji: string; count: number };
  notice: NotificationRow;
  untold_version: UntoldVersionRow;
}

/** Columns of other slices that are read here. */
export interface ForeignTables {
  block: { person_id: string; blocked_id: string };
  account: { id: string; role: 'member' | 'moderator' | 'admin' };
  room: { id: string; name: string; visibility: 'public' | 'private' };
  member: { room_id: string; person_id: string };
  ban: { room_id: string; person_id: string };
  hub_model: { id: string; name: string; maker_id: string; maturity: ContentRating };
  hub_comment: { id: string; text: string };
  hub_review: { id: string; words: string; stars: number };
  take: { id: string; number: number; prompt: string };
  post: {
    id: string;
    author_id: string;
    title: string;
    prompt: string;
    words: string;
    sha256: string;
    width: number;
    height: number;
    maturity: ContentRating;
    at: number;
    hot: number;
    likes: number;
    comments: number;
  };
}
