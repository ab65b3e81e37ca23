import type { HubTables } from '../tables.js';

export interface CommentRow {
  id: string;
  model_id: string;
  parent_id: string | null;
  author_id: string;
  client_id: string;
  text: string;
  mentions: string | null;
  at: number;
  edited_at: number | null;
  deleted_at: number | null;
  deleted_by: string | null;
  replies: number;
}

export interface ReviewRow {
  id: string;
  model_id: string;
  user_id: string;
  stars: number;
  text: string;
  label: string;
  at: number;
  edited_at: number | null;
}

/** Columns as both dialects hold them. */
export interface FeedbackTables extends Pick<HubTables, 'hub_model'> {
  hub_comment: CommentRow;
  hub_review: ReviewRow;
  hub_reaction: { target_id: string; user_id: string; emoji: string; at: number };
  block: { user_id: string; blocked_id: string };
}
