import type { HubTables } from '../tables.js';

export interface SampleRow {
  id: string;
  version_id: string;
  position: number;
  sha256: string;
  thumbnail_sha256: string | null;
  width: number;
  height: number;
  prompt: string;
  is_uploaded: number;
  content_rating: 'sensitive' | 'adult' | null;
  take_id: string | null;
  at: number;
}

/** Tables that belong to models and versions. */
export interface ModelTables extends HubTables {
  hub_tag: { tag: string; model_id: string };
  hub_retired_ref: { ref_key: string; hash: string };
  hub_search_term: { term: string; model_id: string; weight: number };
  hub_sample: SampleRow;
  hub_review: { id: string; model_id: string; user_id: string; stars: number; text: string };
  hub_comment: { id: string; model_id: string };
  hub_reaction: { target_id: string; user_id: string; emoji: string };
  hub_download: { version_id: string; day: number; downloader_hash: string };
}
