import type { Role, Visibility } from '../domain/room.js';

interface RoomRow {
  id: string;
  name: string;
  topic: string;
  visibility: Visibility;
  language: 'zh' | 'en';
  owner_id: string;
  created_at: number;
  last_seq: number;
  active_at: number;
  search_text: string;
}

interface RoomEventRow {
  room_id: string;
  seq: number;
  type: string;
  actor_id: string | null;
  client_id: string | null;
  at: number;
  payload: string;
}

/** Columns as both dialects hold them. */
export interface RoomTables {
  room: RoomRow;
  member: { room_id: string; person_id: string; role: Role };
  invitation: { token_hash: string; room_id: string; by_id: string; created_at: number };
  room_event: RoomEventRow;
}
