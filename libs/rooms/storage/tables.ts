import type { Role, Visibility } from '@visionary/contract';

interface RoomRow {
  id: string;
  name: string;
  topic: string;
  visibility: Visibility;
  language: 'zh' | 'en';
  owner_id: string;
  created_at: number;
  last_seq: number;
  last_active_at: number;
  search_text: string;
  kind: 'room' | 'direct';
  default_role: 'viewer' | 'editor';
  archived_at: number | null;
  hidden_at: number | null;
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

interface MemberRow {
  room_id: string;
  user_id: string;
  role: Role;
  joined_at: number;
  /** The chat slice writes it. */
  read_seq: number;
}

interface InvitationRow {
  token_hash: string;
  room_id: string;
  actor_id: string;
  created_at: number;
  id: string;
  role: 'viewer' | 'editor';
  expires_at: number | null;
  uses_left: number | null;
  used: number;
  revoked_at: number | null;
}

/** Columns as both dialects hold them. */
export interface RoomTables {
  room: RoomRow;
  room_member: MemberRow;
  room_ban: { room_id: string; user_id: string; actor_id: string; reason: string; at: number };
  room_mute: { room_id: string; user_id: string; until: number };
  direct_room: { user_a_id: string; user_b_id: string; room_id: string };
  invitation: InvitationRow;
  room_event: RoomEventRow;
}
