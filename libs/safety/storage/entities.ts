import type { EntitySchema } from '@mikro-orm/core';
import { casesEntities } from './cases-entities.js';
import { fingerprintEntities } from './fingerprints/entities.js';
import { promptPrefixEntities } from './prompt-prefix-entities.js';
import { blockedTermEntities } from './blocked-term-entities.js';

/** Mapping for migrations; the repositories speak plain rows. Each capability maps its tables in a file of its own. */
export const safetyEntities: readonly EntitySchema[] = [
  ...[...blockedTermEntities, ...promptPrefixEntities, ...casesEntities, ...fingerprintEntities],
];
