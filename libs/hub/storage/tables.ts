import type { HubKind } from '@visionary/contract';
import type { ModelBase, VersionState } from '../domain/version.js';
import type { DraftFileState, DraftState } from '../domain/drafts.js';

export interface ModelRow {
  id: string;
  maker_id: string;
  kind: HubKind;
  name: string;
  name_key: string;
  name_looks: string;
  about: string;
  licence: string;
  licence_words: string;
  tags: string;
  maturity: 'everyone' | 'sensitive' | 'adult';
  at_least: 'everyone' | 'sensitive' | 'adult';
  newest_version_id: string | null;
  base: ModelBase;
  published_at: number | null;
  created_at: number;
  edited_at: number | null;
  is_sample: number;
  likes: number;
  downloads: number;
  pictures: number;
  comments: number;
  reviews: number;
  stars: number;
}

export interface VersionRow {
  id: string;
  model_id: string;
  label: string;
  use_id: string;
  state: VersionState;
  is_withheld: number;
  notes: string;
  base: ModelBase;
  base_name: string;
  trigger_words: string;
  recommended: string;
  facts: string;
  render_facts: string | null;
  hash: string;
  bytes: number;
  downloads: number;
  pictures: number;
  samples_to_come: number;
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
  maker_id: string;
  client_id: string;
  model_id: string | null;
  state: DraftState;
  form: string;
  proposed: string;
  facts: string | null;
  render_facts: string | null;
  refusal: string | null;
  hash: string | null;
  turned_away: string | null;
  checked_by: string | null;
  check_until: number | null;
  checks: number;
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
  is_known: number;
  refusal: string | null;
  created_at: number;
  announced: string | null;
  archive_id: string | null;
  held_by: string | null;
  held_until: number | null;
  looks: number;
  moved_at: number;
}

/** Tables that most repositories of the hub read. A repository adds its own. */
export interface HubTables {
  hub_model: ModelRow;
  hub_version: VersionRow;
  hub_file: FileRow;
  hub_draft: DraftRow;
  hub_draft_file: DraftFileRow;
}
