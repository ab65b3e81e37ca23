import type { HubKind } from '@visionary/contract';
import type { ModelBase, VersionState } from '../domain/version.js';
import type { DraftFileState, DraftState } from '../domain/drafts.js';

export interface ModelRow {
  id: string;
  creator_id: string;
  kind: HubKind;
  name: string;
  name_key: string;
  name_confusable_key: string;
  description: string;
  license: string;
  license_text: string;
  tags: string;
  content_rating: 'everyone' | 'sensitive' | 'adult';
  minimum_rating: 'everyone' | 'sensitive' | 'adult';
  newest_version_id: string | null;
  base_model: ModelBase;
  published_at: number | null;
  created_at: number;
  edited_at: number | null;
  is_seeded: number;
  likes: number;
  downloads: number;
  image_count: number;
  comments: number;
  reviews: number;
  star_sum: number;
}

export interface VersionRow {
  id: string;
  model_id: string;
  label: string;
  version_ref: string;
  state: VersionState;
  is_taken_down: number;
  notes: string;
  base_model: ModelBase;
  base_model_name: string;
  trigger_words: string;
  recommended: string;
  file_metadata: string;
  render_metadata: string | null;
  hash: string;
  bytes: number;
  downloads: number;
  image_count: number;
  pending_samples: number;
  at: number;
  checked_at: number | null;
}

export interface FileRow {
  version_id: string;
  position: number;
  path: string;
  sha256: string;
  weights_hash: string | null;
  bytes: number;
  crc32: number;
}

export interface DraftRow {
  id: string;
  creator_id: string;
  client_id: string;
  model_id: string | null;
  state: DraftState;
  form: string;
  suggested_form: string;
  file_metadata: string | null;
  render_metadata: string | null;
  rejection: string | null;
  hash: string | null;
  rejected_files: string | null;
  check_lease_owner: string | null;
  check_lease_until: number | null;
  check_attempts: number;
  created_at: number;
  changed_at: number;
  version_id: string | null;
}

export interface DraftFileRow {
  id: string;
  draft_id: string;
  path: string;
  bytes: number;
  received: number;
  state: DraftFileState;
  sha256: string | null;
  weights_hash: string | null;
  crc32: number | null;
  is_deduplicated: number;
  rejection: string | null;
  created_at: number;
  expected_sha256: string | null;
  archive_id: string | null;
  lease_owner: string | null;
  lease_until: number | null;
  inspection_attempts: number;
  last_received_at: number;
}

/** Tables that most repositories of the hub read. A repository adds its own. */
export interface HubTables {
  hub_model: ModelRow;
  hub_version: VersionRow;
  hub_file: FileRow;
  hub_draft: DraftRow;
  hub_draft_file: DraftFileRow;
}
