import type { TakeStatus } from '../domain/take.js';

/** JSON stands in text columns: a portable row means the same in every database. */
export interface TakeRow {
  id: string;
  room_id: string;
  number: number;
  seq: number;
  author_id: string;
  writers: string;
  status: TakeStatus;
  prompt: string;
  negative: string;
  settings: string;
  pictures: string;
  failure_code: string | null;
  failure_detail: string | null;
  record: string | null;
  model_hash: string | null;
  queued_at: number;
  started_at: number | null;
  ended_at: number | null;
  render_ms: number | null;
  lease_owner: string | null;
  lease_until: number | null;
  losses: number;
  cancel_by: string | null;
}

export interface TakeTables {
  take: TakeRow;
  take_counter: { room_id: string; last_number: number };
}
