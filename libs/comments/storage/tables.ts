import type { CommentSubjectKind } from '@visionary/contract';
import type { ReactionTarget } from '../domain/reaction.js';

export interface CommentRow {
  id: string;
  subject_kind: CommentSubjectKind;
  subject_id: string;
  parent_id: string | null;
  author_id: string;
  client_id: string;
  text: string;
  mentions: string | null;
  at: number;
  edited_at: number | null;
  deleted_at: number | null;
  deleted_by: string | null;
  hidden_at: number | null;
  replies: number;
}

/** Columns as both dialects hold them. */
export interface CommentTables {
  comment: CommentRow;
  reaction: { subject_kind: ReactionTarget['kind']; subject_id: string; user_id: string; emoji: string; at: number };
  reaction_count: { subject_kind: ReactionTarget['kind']; subject_id: string; emoji: string; count: number };
  block: { user_id: string; blocked_id: string };
}
