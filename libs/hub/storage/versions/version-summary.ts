import type { Version } from '../../domain/version.js';
import { versionOf } from '../rows.js';
import type { VersionRow } from '../tables.js';

/** All columns but `render_facts`, which is large. */
export const VERSION_COLUMNS = [
  ...([
    'id',
    'model_id',
    'label',
    'use_id',
    'state',
    'is_withheld',
    'notes',
    'base',
    'base_name',
    'trigger_words',
  ] as const),
  ...(['recommended', 'facts', 'hash', 'bytes', 'downloads', 'pictures', 'samples_to_come', 'at'] as const),
  'checked_at',
] as const satisfies readonly (keyof VersionRow)[];

export const toVersionSummary = (row: Omit<VersionRow, 'render_facts'>): Version =>
  versionOf({ ...row, render_facts: null });
