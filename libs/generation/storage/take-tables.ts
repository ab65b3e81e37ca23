import type { TakeStatus } from '@visionary/contract';

/** JSON is stored in text columns, which all databases support alike. */
export interface TakeRow {
  id: string;
  room_id: string;
  number: number;
  seq: number;
  author_id: string;
  prompt_author_ids: string;
  status: TakeStatus;
  prompt: string;
  negative: string;
  prompt_key: string | null;
  settings: string;
  /** Copied from the settings, so that the queue is read without them. Null in takes of former versions. */
  model: string | null;
  memory_key: string | null;
  images: string;
  failure_code: string | null;
  failure_detail: string | null;
  render_record: string | null;
  model_hash: string | null;
  queued_at: number;
  started_at: number | null;
  ended_at: number | null;
  render_ms: number | null;
  lease_owner: string | null;
  lease_until: number | null;
  losses: number;
  overtaken: number;
  cancel_by: string | null;
  stop_by: string | null;
  steers: string | null;
  stop: string | null;
  origin: string | null;
  origin_id: string | null;
  authorship: string | null;
  prompt_prefixes: string | null;
}

export interface TakeSteerRow {
  id: string;
  take_id: string;
  actor_id: string;
  client_id: string;
  prompt: string;
  negative: string;
  requested_at: number;
}

export interface TakeTables {
  take: TakeRow;
  take_image: { sha256: string; take_id: string };
  take_counter: { room_id: string; last_number: number };
  take_steer: TakeSteerRow;
}
