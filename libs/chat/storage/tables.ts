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
  card: string | null;
  mentions: string | null;
  edited_at: number | null;
  deleted_at: number | null;
  deleted_by: string | null;
  pinned_at: number | null;
  pinned_by: string | null;
  number: number | null;
}

interface NotificationRow {
  id: string;
  person_id: string;
  kind: 'mention' | 'roomMention' | 'reply' | 'direct';
  room_id: string;
  message_id: string;
  seq: number;
  by_id: string;
  at: number;
  read_at: number | null;
}

/** Columns as both dialects hold them. */
export interface ChatTables {
  message: MessageRow;
  message_version: { message_id: string; seq: number; text: string; at: number };
  reaction: { message_id: string; person_id: string; emoji: string; at: number };
  notification: NotificationRow;
}

/** Tables of other slices that chat reads, and the two columns of `member` that it writes: read_seq and notify. */
export interface RoomDirectoryTables {
  room: {
    id: string;
    name: string;
    kind: 'room' | 'direct';
    visibility: 'public' | 'private';
    last_seq: number;
    hidden_at: number | null;
  };
  member: {
    room_id: string;
    person_id: string;
    role: 'viewer' | 'editor' | 'owner';
    read_seq: number;
    notify: 'all' | 'mentions' | 'nothing';
  };
  ban: { room_id: string; person_id: string };
  account: { id: string; role: 'member' | 'moderator' | 'admin' };
  block: { person_id: string; blocked_id: string };
}
