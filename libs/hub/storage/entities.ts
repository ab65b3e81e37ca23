import type { TablesOf } from '@visionary/platform/database';
import { creditEntities } from './entities/creators.js';
import { draftsEntities } from './entities/drafts.js';
import { modelEntities } from './entities/models.js';
import { feedbackEntities } from './entities/feedback.js';

export const hubEntities = [...creditEntities, ...modelEntities, ...draftsEntities, ...feedbackEntities] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof hubEntities> {}
}

/** Columns that reference blobs. The sweep deletes unreferenced blobs. */
export const hubBlobs = [
  { table: 'hub_file', column: 'sha256' },
  { table: 'hub_draft_file', column: 'sha256' },
  { table: 'hub_sample', column: 'sha256' },
  { table: 'hub_sample', column: 'thumbnail_sha256' },
];
