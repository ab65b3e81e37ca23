import type { EntitySchema } from '@mikro-orm/core';
import { creditEntities } from './entities/creators.js';
import { draftsEntities } from './entities/drafts.js';
import { modelEntities } from './entities/models.js';
import { feedbackEntities } from './entities/feedback.js';

/** Mapping for migrations. The repositories use plain rows. */
export const hubEntities: EntitySchema[] = [
  ...creditEntities,
  ...modelEntities,
  ...draftsEntities,
  ...feedbackEntities,
];

/** Columns that reference blobs. The sweep deletes unreferenced blobs. */
export const hubBlobs = [
  { table: 'hub_file', column: 'sha256' },
  { table: 'hub_draft_file', column: 'sha256' },
  { table: 'hub_sample', column: 'sha256' },
  { table: 'hub_sample', column: 'thumbnail_sha256' },
];
