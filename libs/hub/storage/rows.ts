import type { Row } from '@visionary/platform/database';
import type {
  Draft,
  DraftFile,
  DraftForm,
  FileRejection,
  RecognizedDraftFile,
  RejectedFile,
} from '../domain/drafts.js';
import type { FileFacts, HubModel, RecommendedSettings, Version } from '../domain/version.js';

const read = <T>(json: string): T => JSON.parse(json) as T;
const readIfAny = <T>(json: string | null): T | null => (json === null ? null : read<T>(json));
const timeIfAny = (at: number | null): number | null => (at === null ? null : Number(at));

export const modelOf = (row: Row<'hub_model'>): HubModel => ({
  id: row.id,
  creatorId: row.creator_id,
  kind: row.kind,
  name: row.name,
  description: row.description,
  license: row.license,
  licenseText: row.license_text,
  tags: read(row.tags),
  contentRating: row.content_rating,
  base: row.base_model,
  minimumRating: row.minimum_rating,
  newestVersionId: row.newest_version_id,
  publishedAt: timeIfAny(row.published_at),
  createdAt: Number(row.created_at),
  editedAt: timeIfAny(row.edited_at),
  isHidden: row.hidden_at !== null,
  isSample: Boolean(row.is_seeded),
  counts: {
    likes: row.likes,
    downloads: row.downloads,
    images: row.image_count,
    comments: row.comments,
    reviews: row.reviews,
    stars: row.star_sum,
  },
});

export const versionOf = (row: Row<'hub_version'>): Version => ({
  id: row.id,
  modelId: row.model_id,
  label: row.label,
  useId: row.version_ref,
  state: row.state,
  notes: row.notes,
  isTakenDown: Boolean(row.is_taken_down),
  base: row.base_model,
  baseModelName: row.base_model_name,
  triggerWords: read<string[]>(row.trigger_words),
  recommended: read<RecommendedSettings>(row.recommended),
  facts: read<FileFacts>(row.file_metadata),
  renderFacts: row.render_metadata,
  hash: row.hash,
  bytes: Number(row.bytes),
  downloads: row.downloads,
  images: row.image_count,
  pendingSamples: row.pending_samples,
  at: Number(row.at),
  checkedAt: timeIfAny(row.checked_at),
});

export const draftOf = (row: Row<'hub_draft'>): Draft => ({
  id: row.id,
  creatorId: row.creator_id,
  clientId: row.client_id,
  modelId: row.model_id,
  state: row.state,
  form: read<DraftForm>(row.form),
  suggestedForm: read<DraftForm>(row.suggested_form),
  renderFacts: row.render_metadata,
  facts: readIfAny<FileFacts>(row.file_metadata),
  rejection: readIfAny<FileRejection>(row.rejection),
  hash: row.hash,
  rejectedFiles: readIfAny<RejectedFile[]>(row.rejected_files) ?? [],
  recognizedFiles: readIfAny<RecognizedDraftFile[]>(row.recognized_files) ?? [],
  createdAt: Number(row.created_at),
  changedAt: Number(row.changed_at),
  versionId: row.version_id,
});

export const draftFileOf = (row: Row<'hub_draft_file'>): DraftFile => ({
  id: row.id,
  draftId: row.draft_id,
  path: row.path,
  bytes: Number(row.bytes),
  received: Number(row.received),
  state: row.state,
  sha256: row.sha256,
  weightsHash: row.weights_hash,
  isDeduplicated: Boolean(row.is_deduplicated),
  crc32: row.crc32 === null ? null : Number(row.crc32),
  rejection: readIfAny<FileRejection>(row.rejection),
  createdAt: Number(row.created_at),
});

/** All columns but `render_facts`, which is large. */
export const VERSION_COLUMNS = [
  ...([
    'id',
    'model_id',
    'label',
    'version_ref',
    'state',
    'is_taken_down',
    'notes',
    'base_model',
    'base_model_name',
    'trigger_words',
  ] as const),
  ...(['recommended', 'file_metadata', 'hash', 'bytes', 'downloads', 'image_count', 'pending_samples', 'at'] as const),
  'checked_at',
] as const satisfies readonly (keyof Row<'hub_version'>)[];

export const toVersionSummary = (row: Omit<Row<'hub_version'>, 'render_metadata' | 'hidden_at'>): Version =>
  versionOf({ ...row, render_metadata: null, hidden_at: null });
