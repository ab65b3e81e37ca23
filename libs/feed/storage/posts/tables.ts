import type { ContentRating } from '@visionary/contract';

/** Columns as both dialects hold them: JSON is text, flags are numbers. */
export interface PostRow {
  id: string;
  search_row_number: number | null;
  author_id: string;
  client_id: string;
  take_id: string | null;
  image_index: number | null;
  room_id: string | null;
  sha256: string;
  width: number;
  height: number;
  title: string;
  description: string;
  tags: string;
  content_rating: ContentRating;
  minimum_rating: ContentRating;
  comments_enabled: number;
  participants: string;
  mentions: string | null;
  prompt: string;
  parameters: string | null;
  model_id: string | null;
  model_name: string | null;
  model_hash: string | null;
  scheduler: string | null;
  parent_post_id: string | null;
  parent_take_id: string | null;
  at: number;
  edited_at: number | null;
  hot_score: number;
  likes: number;
  comments: number;
  views: number;
  is_seeded: number;
}

export interface PostTables {
  post: PostRow;
  post_tag: { tag: string; post_id: string; at: number };
  post_lora: { post_id: string; lora_id: string; hash: string | null; at: number };
  post_participant: { user_id: string; post_id: string; at: number };
  post_reaction: { post_id: string; user_id: string; emoji: string; at: number };
  post_reaction_count: { post_id: string; emoji: string; count: number };
}
