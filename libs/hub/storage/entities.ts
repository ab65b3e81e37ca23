import type { EntitySchema } from '@mikro-orm/core';
import { creditsEntities } from './entities/credits.js';
import { draftsEntities } from './entities/drafts.js';
import { shelfEntities } from './entities/shelf.js';
import { talkEntities } from './entities/talk.js';

/** Mapping for migrations; the repositories speak plain rows. */
export const hubEntities: EntitySchema[] = [...creditsEntities, ...shelfEntities, ...draftsEntities, ...talkEntities];

/** Which blobs are needed; the rest is swept away. */
export const hubBlobs = [
  { table: 'hub_file', column: 'sha256' },
  { table: 'hub_draft_file', column: 'sha256' },
  { table: 'hub_sample', column: 'sha256' },
  { table: 'hub_sample', column: 'small_sha256' },
];
