interface MessageRow {
  id: string;
  room_id: string;
  seq: number;
  author_id: string;
  client_id: string;
  text: string;
  at: number;
}

/** Columns as both dialects hold them. */
export interface ChatTables {
  message: MessageRow;
  reaction: { message_id: string; person_id: string; emoji: string; at: number };
}
