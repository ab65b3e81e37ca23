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
  deleted_at: number | null;
  deleted_by: string | null;
  replies: number;
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
  comment: CommentRow;
  comment_reaction: { comment_id: string; user_id: string; emoji: string; at: number };
  post_reaction: { post_id: string; user_id: string; emoji: string; at: number };
  post_reaction_count: { post_id: string; emoji: string; count: number };
  pending_version_fan_out: UntoldVersionRow;
}

/** Columns of other slices that are read here. */
export interface ForeignTables {
  block: { user_id: string; blocked_id: string };
  account: { id: string; role: 'member' | 'moderator' | 'admin' };
}
