interface MessageRow {
  id: string;
  room_id: string;
  seq: number;
  author_id: string;
  client_id: string;
  text: string;
  at: number;
  reply_to_id: string | null;
  attachments: string | null;
  shared_take: string | null;
  mentions: string | null;
  edited_at: number | null;
  deleted_at: number | null;
  deleted_by: string | null;
  pinned_at: number | null;
  pinned_by: string | null;
  search_row_number: number | null;
}

/** Columns as both dialects hold them. */
export interface ChatTables {
  message: MessageRow;
  message_edit: { message_id: string; seq: number; text: string; at: number };
  message_reaction: { message_id: string; user_id: string; emoji: string; at: number };
}

/** Tables of other slices that chat reads, and the two columns of `room_member` that it writes: read_seq and notify. */
export interface RoomDirectoryTables {
  room: {
    id: string;
    name: string;
    kind: 'room' | 'direct';
    visibility: 'public' | 'private';
    last_seq: number;
    hidden_at: number | null;
  };
  room_member: {
    room_id: string;
    user_id: string;
    role: 'viewer' | 'editor' | 'owner';
    read_seq: number;
    notify: 'all' | 'mentions' | 'nothing';
  };
  room_ban: { room_id: string; user_id: string };
  account: { id: string; role: 'member' | 'moderator' | 'admin' };
  block: { user_id: string; blocked_id: string };
  notification: { user_id: string; room_id: string | null; seq: number | null; read_at: number | null };
}
