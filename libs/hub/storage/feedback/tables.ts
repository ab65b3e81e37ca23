import type { HubTables } from '../tables.js';

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
  hub_review: ReviewRow;
  hub_reaction: { target_id: string; user_id: string; emoji: string; at: number };
  block: { user_id: string; blocked_id: string };
}
