import type { HubTables } from '../tables.js';

export interface SampleRow {
  id: string;
  version_id: string;
  position: number;
  sha256: string;
  small_sha256: string | null;
  width: number;
  height: number;
  prompt: string;
  is_chosen: number;
  level: 'sensitive' | 'adult' | null;
  take_id: string | null;
  at: number;
}

/** Tables that belong to models and versions. */
export interface ModelTables extends HubTables {
  hub_tag: { tag: string; model_id: string };
  hub_removed_use: { use_key: string; hash: string };
  hub_word: { word: string; model_id: string; weight: number };
  hub_sample: SampleRow;
  hub_review: { id: string; model_id: string; person_id: string; stars: number; words: string };
  hub_comment: { id: string; model_id: string };
  hub_reaction: { target_id: string; person_id: string; emoji: string };
  hub_download: { version_id: string; day: number; who: string };
}
