import type { Row } from '@visionary/platform/database';
import type { Version } from '../../domain/version.js';
import { versionOf } from '../rows.js';

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
